import { expect, test } from 'vitest';
import type { AppClient } from '../../../dev/stack/app-client.ts';
import { firstSweep } from '../../../dev/stack/first-sweep.ts';
import type { Invocation } from '../../../dev/stack/functions.ts';
import type { Terminal } from '../../../dev/stack/terminal.ts';
import type { SweepView } from '../../../shared/app/views.ts';

const sweepWith = (coverage: Partial<SweepView['coverage']>) =>
  ({ coverage: { subscriptionsExpected: 3, clustersSeen: 4, poolsSeen: 9, ...coverage } }) as SweepView;

function given(
  answers: (SweepView | undefined)[],
  onStart: (tell: (invocation: Invocation) => void) => void = () => {},
) {
  const progress: string[] = [];
  let tell: (invocation: Invocation) => void = () => {};
  const app = {
    url: 'http://127.0.0.1:7071',
    onInvocation: (listener: typeof tell) => {
      tell = listener;
    },
  };
  const client: AppClient = {
    startSweep: async () => onStart(tell),
    latestSweep: async () => {
      const answer = answers.shift();
      if (answers.length > 0)
        tell({ kind: 'invocation', functionName: 'sweep-subscription', outcome: 'ok', durationMs: 1 });
      return answer;
    },
    report: () => Promise.reject(new Error('not asked for')),
  };
  const stopping = new AbortController();
  const terminal = { progress: (text: string) => progress.push(text) } as unknown as Terminal;
  return { progress, stopping, swept: () => firstSweep(app, client, terminal, stopping.signal) };
}

const ok = (functionName: string): Invocation => ({ kind: 'invocation', functionName, outcome: 'ok', durationMs: 1 });

test('the sweep is followed until its last subscription has reported', async () => {
  const done = sweepWith({ subscriptionsSeen: 3, finishedAt: '2026-11-20T08:00:05.000Z' });
  const { swept, progress } = given([undefined, sweepWith({ subscriptionsSeen: 1 }), done], (tell) =>
    setImmediate(() => tell(ok('start-sweep'))),
  );
  expect(await swept()).toBe(done);
  expect(progress).toEqual([
    'Sweeping: listing subscriptions',
    'Sweeping: 1 of 3 subscriptions; 4 clusters, 9 node pools',
  ]);
});

test('a sweep that cannot start ends the run', async () => {
  const { swept } = given([undefined], (tell) => setImmediate(() => tell({ ...ok('start-sweep'), outcome: 'failed' })));
  await expect(swept()).rejects.toThrow('the sweep could not start; the line above says why');
});

test('a stop ends the wait', async () => {
  const { swept, stopping } = given([undefined], (tell) =>
    setImmediate(() => {
      stopping.abort();
      tell(ok('start-sweep'));
    }),
  );
  await expect(swept()).rejects.toThrow('the sweep was stopped');
});
