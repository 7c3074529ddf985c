import { z } from 'zod';
import type { NodeTrouble, Signal, Signals } from '../../domain/alert/signals.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Asked, BASELINE_HOURS, errorRateOf, HOUR_MS } from './error-rate.ts';
import { type KqlRow, kqlQuery } from './kql.ts';
import { requestsQuery, troubleQuery } from './log-queries.ts';
import type { AskMonitor } from './monitor-http.ts';
import type { MoreSignals, SignalName } from './more-signals.ts';

/** Requests of so long are "now": a row comes a few minutes after it happened. */
const LATELY_MS = 10 * 60_000;

/** A cluster without a line for so long does not send its nodes' logs here. */
const COLLECTED_WITHIN_MS = 24 * HOUR_MS;

/** Nodes write all the time; a longer silence is one of the way to here. */
const SILENCE_MS = 15 * 60_000;

const time = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: 'no time' });
  return at;
});

const Newest = z.object({ Kind: z.literal('newest'), At: time.nullable() });
const Trouble = z.object({
  Kind: z.enum(['kernel-panic', 'oom-kill', 'filesystem-read-only', 'container-runtime']),
  At: time,
  Node: z.string(),
  Line: z.string(),
});
const TroubleRows = z.array(z.union([Newest, Trouble]));
const Counts = z.object({ Requests: z.number().nullable(), Failed: z.number().nullable() });
const Hours = z.array(z.object({ From: time, Requests: z.number(), Failed: z.number() }));

const NOT_UNDERSTOOD = 'Azure Monitor Logs gave rows that could not be understood.';

/**
 * Signals from Azure Monitor Logs: what kernel, containerd and kubelet of a node wrote, and how many requests of the
 * cluster's applications fail. A cluster whose nodes' logs do not come here has no such signal: then nothing is claimed.
 */
export function logSignals(
  ask: AskMonitor,
  workspace: { readonly url: string; readonly workspaceId: string },
  clock: Clock,
  withErrorRate: boolean,
): MoreSignals {
  const query = (text: string) => kqlQuery(ask, workspace, text);
  const errorRate = errorRateOf('logs', {
    lately: async (clusterId, now) => countsOf(await query(requestsQuery(clusterId, now - LATELY_MS, now, 'sum'))),
    async hours(clusterId, now) {
      const to = Math.floor(now / HOUR_MS) * HOUR_MS;
      return hoursOf(await query(requestsQuery(clusterId, to - BASELINE_HOURS * HOUR_MS, to, 'hours')));
    },
  });

  async function troubles(clusterId: string, since: Instant): Promise<Signal<readonly NodeTrouble[]> | undefined> {
    const now = clock.now();
    const answer = await query(troubleQuery(clusterId, since, now - COLLECTED_WITHIN_MS));
    return answer.kind === 'failed' ? unknown(answer.why) : troublesOf(answer.value, now);
  }

  return {
    tells: new Set<SignalName>(['nodeTroubles', ...(withErrorRate ? ['errorRate' as const] : [])]),
    async read(clusterId, asked, wanted) {
      const now = clock.now();
      const [nodeTroubles, rate] = await Promise.all([
        wanted.has('nodeTroubles') ? troubles(clusterId, asked.since) : undefined,
        withErrorRate && wanted.has('errorRate') ? errorRate(clusterId, now, asked.untouchedUntil ?? now) : undefined,
      ]);
      const told: Partial<Signals> = { ...(nodeTroubles && { nodeTroubles }), ...(rate && { errorRate: rate }) };
      return told;
    },
  };
}

function troublesOf(rows: readonly KqlRow[], now: Instant): Signal<readonly NodeTrouble[]> | undefined {
  const read = TroubleRows.safeParse(rows);
  if (!read.success) return unknown(NOT_UNDERSTOOD);
  const found = read.data.flatMap((row): NodeTrouble[] =>
    row.Kind === 'newest' ? [] : [{ node: row.Node.toLowerCase(), kind: row.Kind, at: row.At, detail: row.Line }],
  );
  const newest = read.data.find(({ Kind }) => Kind === 'newest')?.At ?? undefined;
  if (newest === undefined) return found.length === 0 ? undefined : { kind: 'seen', value: found, source: 'logs' };
  if (now - newest > SILENCE_MS) {
    const minutes = Math.floor((now - newest) / 60_000);
    return unknown(`The newest line of this cluster's nodes in Azure Monitor Logs is ${minutes} minutes old.`);
  }
  return { kind: 'seen', value: found, source: 'logs' };
}

function countsOf(asked: Asked<readonly KqlRow[]>): Asked<{ readonly requests: number; readonly failed: number }> {
  if (asked.kind === 'failed') return asked;
  const read = Counts.safeParse(asked.value[0] ?? { Requests: 0, Failed: 0 });
  if (!read.success) return { kind: 'failed', why: NOT_UNDERSTOOD };
  return { kind: 'told', value: { requests: read.data.Requests ?? 0, failed: read.data.Failed ?? 0 } };
}

function hoursOf(asked: Asked<readonly KqlRow[]>) {
  if (asked.kind === 'failed') return asked;
  const read = Hours.safeParse(asked.value);
  if (!read.success) return { kind: 'failed', why: NOT_UNDERSTOOD } as const;
  const value = read.data.map(({ From, Requests, Failed }) => ({ from: From, requests: Requests, failed: Failed }));
  return { kind: 'told', value } as const;
}

function unknown(why: string): Signal<never> {
  return { kind: 'unknown', why, source: 'logs' };
}
