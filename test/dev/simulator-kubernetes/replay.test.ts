import { afterAll, describe, expect, test } from 'vitest';
import { compare, covers, DIFFERENCES, masked } from './differences.ts';
import { PLANS } from './plans.ts';
import { revisionBefore, stateAt } from './recorded-state.ts';
import { type Exchange, lineOf, type Recording, recordings } from './recording.ts';
import { givenRecordedCluster } from './replay.ts';

/** Headers that clients act on; the rest differs from server to server. */
const HEADERS = ['content-type', 'cache-control', 'retry-after', 'warning'];
const PRESENT = ['audit-id', 'x-kubernetes-pf-flowschema-uid', 'x-kubernetes-pf-prioritylevel-uid'];

const seen = new Set<string>();

const unexplained = (name: string, lines: readonly string[]): string[] =>
  lines.filter((line) => {
    const known = DIFFERENCES.filter((one) => covers(one, name, line));
    for (const one of known) seen.add(`${one.case ?? '*'} ${one.path}`);
    return known.length === 0;
  });

const headersOf = (headers: Readonly<Record<string, unknown>>) => ({
  ...Object.fromEntries(HEADERS.map((name) => [name, headers[name]])),
  ...Object.fromEntries(PRESENT.map((name) => [name, name in headers])),
});

type Cluster = Awaited<ReturnType<typeof givenRecordedCluster>>;

async function replayed(recording: Recording): Promise<string[]> {
  const plan = PLANS[recording.case] ?? {};
  const revision = revisionBefore(recording);
  const cluster = await givenRecordedCluster(stateAt(revision, recording, plan.given));
  for (const node of plan.silent ?? []) cluster.cluster.deadKubelets.add(node);
  const lines: string[] = [];
  for (const [at, exchange] of (recording.exchanges ?? []).entries()) {
    const here = `#${at} `;
    const passes = plan.advance?.[at];
    if (passes !== undefined) cluster.advance(passes);
    if (plan.compactBefore === at) cluster.cluster.store.compact();
    const found = exchange.response.stream
      ? await watched(cluster, exchange, revision, plan.meanwhile?.[at] ?? [])
      : await answered(cluster, exchange);
    lines.push(...found.map((line) => here + line));
  }
  return lines;
}

async function answered(cluster: Cluster, { request, response }: Exchange): Promise<string[]> {
  const reply = await cluster.send(request);
  return [
    ...compare(response.status, reply.status, '$status'),
    ...compare(headersOf(response.headers), headersOf(reply.headers), '$headers'),
    ...compare(masked(response.body), masked(reply.body), '$'),
  ];
}

async function watched(
  cluster: Cluster,
  exchange: Exchange,
  revision: number,
  meanwhile: readonly (Exchange['request'] | number)[],
): Promise<string[]> {
  const url = new URL(exchange.request.path, 'https://127.0.0.1');
  const asked = Number(url.searchParams.get('resourceVersion') ?? 0);
  if (asked > 5 && asked < 900_000) url.searchParams.set('resourceVersion', String(revision));
  const watch = cluster.watch(url.pathname + url.search);
  for (const step of meanwhile) {
    if (typeof step === 'number') cluster.advance(step);
    else await cluster.send(step);
  }
  if (exchange.response.endedByServer) watch.fire();
  const expected = (exchange.response.stream ?? []).map(({ line }) => masked(lineOf(line)));
  return [
    ...compare(exchange.response.endedByServer ?? false, watch.ended(), '$ended'),
    ...compare(
      expected,
      watch.lines.map((line) => masked(line)),
      '$stream',
    ),
  ];
}

describe('the recorded answers of a real API server', () => {
  test.each(recordings.filter((one) => one.exchanges))(
    '$case: status, headers and body are those of the recording',
    async (recording) => {
      expect(unexplained(recording.case, await replayed(recording))).toEqual([]);
    },
  );

  afterAll(() => {
    const gone = DIFFERENCES.map((one) => `${one.case ?? '*'} ${one.path}`).filter((one) => !seen.has(one));
    expect(gone, 'differences that are listed and exist no more').toEqual([]);
  });
});
