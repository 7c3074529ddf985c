/** One trouble that begins at some moment of a running migration, and how long the real evaluator takes to act on it. */
import type { Signals } from '../../../shared/domain/alert/signals.ts';
import { AT, MINUTE } from '../migration.ts';
import { givenWatching, NODE, notReady, quietSignals } from './given-watched.ts';

export const CONDITIONS = [
  'node-not-ready',
  'restart-rate',
  'pending-pods',
  'daemonset-failures',
  'error-rate',
  'past-grace',
  'node-trouble',
] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface Reaction {
  readonly condition: Condition;
  readonly toPauseSeconds: number;
  readonly toRecommendationSeconds: number;
  /** On-call was told, and told which rule it is. */
  readonly paged: boolean;
}

const seen = <T>(value: T) => ({ kind: 'seen' as const, value, source: 'kubernetes' as const });
const CART = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const POD = { pod: { kind: 'Pod', namespace: 'shop', name: 'cart-0' }, uid: 'u0', workload: CART };
const PENDING_MS = 2 * MINUTE;

/** A condition holds from `onset` on: what has to last for a while by its rule began that much earlier. */
function illSignals(condition: Condition, onset: number, now: number): Partial<Signals> {
  const errorRate = (rate: number) =>
    seen({
      now: rate,
      requests: 10_000,
      baseline: { kind: 'known' as const, rate: 0.02, window: 'the same hour of 7 days', samples: 7, spread: 0.001 },
    });
  const well: Partial<Signals> = condition === 'error-rate' ? { errorRate: errorRate(0.02) } : {};
  if (condition === 'pending-pods' && now > onset - PENDING_MS) {
    return { pending: seen([{ ...POD, uid: 'u9', since: onset - PENDING_MS }]) };
  }
  if (now < onset) return well;
  switch (condition) {
    case 'node-not-ready':
      return { nodes: notReady() };
    case 'restart-rate': {
      const { restarts } = quietSignals(now);
      if (restarts.kind === 'unknown') return {};
      return { restarts: seen(restarts.value.map((one) => ({ ...one, restarts: one.uid === 'u0' ? 6 : 0 }))) };
    }
    case 'daemonset-failures':
      return {
        daemonSets: seen([
          { workload: { kind: 'DaemonSet', namespace: 'logs', name: 'agent' }, wanted: 2, ready: 1, failing: [NODE] },
        ]),
      };
    case 'error-rate':
      return { errorRate: errorRate(0.04) };
    case 'past-grace':
      return { pastGrace: seen([{ ...POD, node: NODE, graceEnded: onset }]) };
    case 'node-trouble':
      return { nodeTroubles: seen([{ node: NODE, kind: 'kernel-panic', at: onset, detail: 'BUG: soft lockup' }]) };
    default:
      return well;
  }
}

/** The longest that anybody waits for. */
const GIVEN_UP_MS = 15 * MINUTE;

/**
 * @param afterMs when it begins, in milliseconds after the first look
 * @param latencyMs of one look or one delivery; drawn anew each time
 */
export async function reactionTo(condition: Condition, afterMs: number, latencyMs: () => number): Promise<Reaction> {
  const watching = await givenWatching({}, { latencyMs });
  const { world } = watching;
  const onset = AT + 3 * MINUTE + afterMs;
  watching.show((now) => illSignals(condition, onset, now));
  let pausedAt: number | undefined;
  let recommendedAt: number | undefined;
  while (world.now < onset + GIVEN_UP_MS && (pausedAt === undefined || recommendedAt === undefined)) {
    await watching.until(world.now + 1000);
    if (pausedAt === undefined && (await watching.migration()).status === 'paused') pausedAt = world.now;
    if (recommendedAt === undefined && watching.announced.some(({ kind }) => kind === 'alert'))
      recommendedAt = world.now;
  }
  const pages = watching.pages['first'] ?? [];
  return {
    condition,
    toPauseSeconds: since(onset, pausedAt),
    toRecommendationSeconds: since(onset, recommendedAt),
    paged: pages.some(({ kind, facts }) => kind === 'trigger' && facts['rules'] === condition),
  };
}

function since(onset: number, at: number | undefined): number {
  return at === undefined ? Number.POSITIVE_INFINITY : (at - onset) / 1000;
}

/** Reactions to so many onsets, spread over the conditions and over five minutes. @param random from 0 to 1 */
export async function reactionsTo(onsets: number, random: () => number): Promise<readonly Reaction[]> {
  const reactions: Reaction[] = [];
  for (let n = 0; n < onsets; n += 1) {
    const condition = CONDITIONS[n % CONDITIONS.length] ?? 'node-not-ready';
    reactions.push(await reactionTo(condition, Math.floor(random() * 5 * MINUTE), () => Math.floor(random() * 4000)));
  }
  return reactions;
}
