import type { WatchState } from '../../domain/alert/alert.ts';
import { evaluateAlert as judge } from '../../domain/alert/evaluate.ts';
import type { Signals } from '../../domain/alert/signals.ts';
import type { AlertThresholds } from '../../domain/alert/thresholds.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { Instant } from '../../domain/time.ts';
import type { EvaluateAlert } from '../messages.ts';
import type { Parts } from '../parts.ts';
import { carryOut } from './carry-out.ts';
import { lately } from './lately.ts';
import type { AlertParts } from './parts.ts';
import { publishHealth } from './publish-health.ts';
import { isWatched, successorOf, watchedOf } from './watched-migrations.ts';

/** A look that was asked for longer ago says nothing of now: the next one is on its way. */
const STALE_MS = 90_000;
/** Two looks at the same second: one saves, the other one looks again. */
const TRIES = 3;
/** Events before the first look: what an hour ago happened to a node still tells of it. */
const LOOK_BACK_MS = 3_600_000;

type Needed = AlertParts & Parts;

/**
 * Looks at one cluster once, and judges every watched migration of it. What was decided is saved before it is done, and done
 * again until it is known to be done.
 */
export async function evaluateAlert(parts: Needed, { clusterId, askedAt }: EvaluateAlert): Promise<void> {
  const now = parts.clock.now();
  if (!parts.alertsOn || now - askedAt > STALE_MS) return;
  const stored = await parts.migrations.ofCluster(clusterId);
  const watched = stored.flatMap((one) =>
    one.kind === 'migration' && isWatched(one.migration, now) ? [one.migration] : [],
  );
  if (watched.length === 0) return;
  const pools = [...new Set(watched.flatMap((migration) => watchedOf(migration, []).pools))].toSorted();
  const signals = await parts.signals.read(clusterId, { ...(await lookFrom(parts, watched, now)), pools });
  for (const one of watched) await judgeOne(parts, one.id, signals, successorOf(one, watched));
}

async function lookFrom({ watches }: AlertParts, watched: readonly Migration[], now: Instant) {
  const states = await Promise.all(watched.map(({ id }) => watches.find(id)));
  const last = states.map((found) => found?.state.evaluatedAt ?? 0);
  // A state's last look before the first write stands still from then on.
  const before = states.map((found) => found?.state.before?.at ?? now);
  // An event is written a while after it happened, and a gap must not swallow it.
  return { since: Math.min(now - LOOK_BACK_MS, ...last.filter((at) => at > 0)), untouchedUntil: Math.min(...before) };
}

/** The record is read again: the look took its time, and a person may have said something meanwhile. */
async function judgeOne(parts: Needed, migrationId: string, signals: Signals, successorAt: Instant): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [stored, found] = await Promise.all([parts.migrations.find(migrationId), parts.watches.find(migrationId)]);
    if (stored?.kind !== 'migration') return;
    // A look that was overtaken would turn counters back; what was decided meanwhile is still done.
    if (found?.state.evaluatedAt !== undefined && signals.readAt < found.state.evaluatedAt) {
      return carryOut(parts, migrationId);
    }
    const { migration } = stored;
    const thresholds = await parts.thresholds(migration.environment);
    const watched = watchedOf(migration, await lately(parts, migration), undefined, successorAt);
    const ofPools = narrowed(signals, watched.pools);
    const now = parts.clock.now();
    const { state, verdict } = judge({ state: found?.state, watched, signals: ofPools, thresholds, now });
    if ((await parts.watches.save(state, found?.etag)) === 'conflict') continue;
    await parts.verdicts.save(verdict);
    // A slow API server does not hold the pause up.
    await Promise.all([
      carryOut(parts, migrationId),
      publishHealth(parts, migration, verdict, ofPools),
      lookWhenItLasts(parts, state, thresholds, now),
    ]);
    return;
  }
}

/** A breach that lasts becomes a recommendation when its time is over, and not at the next look that happens to come. */
async function lookWhenItLasts(
  { sender, ids }: Needed,
  { clusterId, rules }: WatchState,
  { persistMinutes }: AlertThresholds,
  now: Instant,
): Promise<void> {
  const due = rules
    .filter(({ kind, reading }) => kind === 'breached' && !reading.immediate)
    .map(({ since }) => since + persistMinutes * 60_000 + 1)
    .filter((at) => at > now)
    .toSorted((a, b) => a - b)
    .slice(0, 1);
  const messages = due.map((at) => ({
    id: ids.of('look', `${clusterId} lasts ${at}`),
    body: { clusterId, askedAt: at },
    notBefore: at,
  }));
  if (messages.length > 0) await sender.send('evaluate-alert', messages);
}

/** A cluster is looked at once for all of its migrations; each is judged by the nodes of its own pools. */
function narrowed(signals: Signals, pools: readonly string[]): Signals {
  if (signals.nodes.kind === 'unknown' || pools.length === 0) return signals;
  const nodes = signals.nodes.value.filter(({ pool }) => pool !== undefined && pools.includes(pool));
  return { ...signals, nodes: { ...signals.nodes, value: nodes } };
}
