import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { clusterConnections } from '../../../shared/adapters/kubernetes/connections.ts';
import { kubernetesDrainWatcher } from '../../../shared/adapters/kubernetes/drain-watcher.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import type { DrainState } from '../../../shared/ports/drain-watcher.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const pod = (name: string, more: object = {}) => ({
  metadata: { name, namespace: 'shop', uid: name, resourceVersion: '5', ...more },
  spec: { nodeName: 'n1' },
});

/**
 * An API server whose lists and watches of pods go as told, each once and in order; the last goes on. There are no
 * budgets. A watch is lines; `hang-up` breaks it, `stay` leaves it open.
 */
async function given(lists: readonly (readonly object[])[], watches: readonly (readonly unknown[])[]) {
  const asked: URL[] = [];
  let listed = 0;
  let watched = 0;
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const pods = url.pathname === '/api/v1/pods';
    if (pods) asked.push(url);
    if (url.searchParams.get('watch') !== 'true') {
      const items = pods ? (lists[Math.min(listed++, lists.length - 1)] ?? []) : [];
      response.end(JSON.stringify({ metadata: { resourceVersion: String(10 * listed) }, items }));
      return;
    }
    response.writeHead(200);
    response.flushHeaders();
    const lines = pods ? (watches[Math.min(watched++, watches.length - 1)] ?? []) : ['stay'];
    for (const line of lines) {
      if (line === 'hang-up') return void setImmediate(() => request.socket.destroy());
      if (line === 'stay') return;
      response.write(`${JSON.stringify(line)}\n`);
    }
    response.end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const access = {
    context: 'test',
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tls: {},
    headers: async () => ({}),
  };
  const connections = clusterConnections(
    async () => access,
    { now: () => 0 },
    async () => {},
  );
  const stop = new AbortController();
  const states = kubernetesDrainWatcher(connections, async () => {}).watch('/c', 'n1', stop.signal);
  return { asked, states, stop };
}

async function until(states: AsyncIterable<DrainState>, names: string, stop: AbortController): Promise<string[]> {
  const told: string[] = [];
  for await (const { pods } of states) {
    const now = pods.map(({ name }) => name).join(' ');
    told.push(now);
    if (now === names) stop.abort();
  }
  return told;
}

const version = (url: URL | undefined) => url?.searchParams.get('resourceVersion');

test('a watch that the server ends goes on from its last bookmark, without a list', async () => {
  const bookmark = { type: 'BOOKMARK', object: { metadata: { resourceVersion: '77' } } };
  const { asked, states, stop } = await given(
    [[pod('a')]],
    [[bookmark], [{ type: 'ADDED', object: pod('b') }, 'stay']],
  );
  expect((await until(states, 'a b', stop)).at(-1)).toBe('a b');
  expect(asked.map((url) => url.searchParams.get('watch') ?? 'list')).toEqual(['list', 'true', 'true']);
  expect([version(asked[1]), version(asked[2])]).toEqual(['10', '77']);
  expect(asked[0]?.searchParams.get('fieldSelector')).toBe('spec.nodeName=n1');
});

test('a version that the server has forgotten is listed again, and what is gone is gone', async () => {
  const expired = { type: 'ERROR', object: { kind: 'Status', metadata: {}, code: 410, reason: 'Expired' } };
  const { asked, states, stop } = await given([[pod('a'), pod('b')], [pod('b')]], [[expired], ['stay']]);
  expect((await until(states, 'b', stop)).at(-1)).toBe('b');
  expect(asked.map((url) => url.searchParams.get('watch') ?? 'list').slice(0, 3)).toEqual(['list', 'true', 'list']);
});

test('a broken connection is made anew, and one that breaks again and again is an error', async () => {
  const { states, stop } = await given([[pod('a')]], [['hang-up'], [{ type: 'DELETED', object: pod('a') }, 'stay']]);
  expect((await until(states, '', stop)).at(-1)).toBe('');

  server.close();
  const broken = await given([[pod('a')]], [['hang-up']]);
  await expect(until(broken.states, 'never', broken.stop)).rejects.toThrow(UpstreamError);
});

test('what changes nothing that is kept of a pod is not told', async () => {
  const { states, stop } = await given(
    [[pod('a')]],
    [
      [
        { type: 'MODIFIED', object: pod('a', { resourceVersion: '6', managedFields: [] }) },
        { type: 'ADDED', object: pod('b') },
        'stay',
      ],
    ],
  );
  const told = await until(states, 'a b', stop);
  expect(told.filter((names) => names === 'a').length).toBeLessThanOrEqual(1);
});
