import { bareClient } from './bare-client.ts';
import { type Call, isResourceGraph } from './recorded-calls.ts';

/** Resource Graph answers 15 queries in 5 seconds, for each user. */
const QUERIES = 15;
const QUERY_WINDOW_SECONDS = 5;
/** Azure Resource Manager: 250 reads at once for a subscription, then 25 a second. */
const READS = 250;
const READS_PER_SECOND = 25;
const CONNECTIONS = 32;

export interface Bound {
  readonly seconds: number;
  readonly how: string;
}

/**
 * The least time in which the given calls can be answered: sent again to a fresh simulator by a bare
 * client that throws the answers away, or what the published limits take, whichever is longer.
 */
export async function boundOf(
  calls: readonly Call[],
  simulator: { armEndpoint: string; caFile: string },
): Promise<Bound> {
  const transfer = await replay(calls, simulator);
  const arithmetic = limitSeconds(calls);
  return {
    seconds: Math.max(transfer.seconds, arithmetic),
    how:
      `larger of: the sweep's ${calls.length} calls replayed by a bare keep-alive client with ${CONNECTIONS} connections ` +
      `(${transfer.seconds.toFixed(1)} s, ${transfer.throttled} x 429); limits by arithmetic (${arithmetic.toFixed(1)} s)`,
  };
}

/** How long the published limits alone keep these calls, with every bucket full at the start. */
export function limitSeconds(calls: readonly Call[]): number {
  const queries = calls.filter(isResourceGraph).length;
  const graph = queries === 0 ? 0 : (Math.ceil(queries / QUERIES) - 1) * QUERY_WINDOW_SECONDS;
  const reads = new Map<string, number>();
  for (const call of calls.filter((one) => !isResourceGraph(one))) {
    const scope = /^\/subscriptions\/([^/?]+)\//i.exec(call.path)?.[1] ?? 'tenant';
    reads.set(scope, (reads.get(scope) ?? 0) + 1);
  }
  const most = Math.max(0, ...reads.values());
  return Math.max(graph, Math.max(0, most - READS) / READS_PER_SECOND);
}

async function replay(calls: readonly Call[], simulator: { armEndpoint: string; caFile: string }) {
  const client = bareClient(simulator, CONNECTIONS);
  const started = performance.now();
  const graph = calls.filter(isResourceGraph);
  const others = calls.filter((call) => !isResourceGraph(call));
  let throttled = 0;
  const send = async (call: Call) => {
    if ((await client.send(call)).status === 429) throttled += 1;
  };

  const paced = async () => {
    let opened = started;
    for (let at = 0; at < graph.length; at += QUERIES) {
      const due = at === 0 ? 0 : opened + QUERY_WINDOW_SECONDS * 1_000;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const [first, ...rest] = graph.slice(at, at + QUERIES);
      if (first) await send(first);
      // The window opens with its first query, somewhere before its answer.
      opened = performance.now();
      await Promise.all(rest.map(send));
    }
  };
  let next = 0;
  const worker = async () => {
    for (let call = others[next++]; call; call = others[next++]) await send(call);
  };
  await Promise.all([paced(), ...Array.from({ length: CONNECTIONS }, worker)]);
  client.close();
  return { seconds: (performance.now() - started) / 1_000, throttled };
}
