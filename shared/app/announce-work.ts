import { decideRound, type PlannedNow, type RoundFacts, sendable } from '../domain/announce/decide.ts';
import { plannedOf, whyMoved } from '../domain/announce/planned.ts';
import type { QuietHours } from '../domain/announce/quiet.ts';
import type { Round } from '../domain/announce/round.ts';
import { hasEnded } from '../domain/migration/status-table.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import type { StoredRound } from '../ports/announcement-store.ts';
import type { Parts } from './parts.ts';
import { sayDecided } from './say-decided.ts';
import { zoneOfRegion } from './whose-night.ts';

type Needed = Pick<Parts, 'announcements' | 'plans' | 'planning' | 'migrations' | 'sender' | 'ids' | 'clock'>;

/**
 * Says what is due of planned work, each thing once.
 *
 * @throws UpstreamError when a store or the queue does not answer: the next call goes on
 */
export async function announceWork(parts: Needed): Promise<void> {
  const now = parts.clock.now();
  const [stored, planning, proposed] = await Promise.all([
    parts.announcements.list(),
    parts.planning.load(),
    parts.plans.proposal(),
  ]);
  const rounds = new Map(stored.map((one) => [one.round.clusterId, one]));
  if (!proposed && rounds.size === 0) return;
  const { quiet } = planning.settings.announcements;
  const plans = await plansOf(parts, proposed?.proposal.plans.map(({ hash }) => hash) ?? []);
  const planned = new Map<string, PlannedNow>();
  const held = new Map<string, { readonly hash: string; readonly name: string }>();
  for (const plan of plans.values()) {
    for (const cluster of plan.waves.flatMap(({ clusters }) => clusters)) {
      const one = plannedOf(plan, cluster, zoneOfRegion(planning, cluster.region), quiet);
      if (one) planned.set(cluster.clusterId, one);
      else held.set(cluster.clusterId, { hash: plan.hash, name: cluster.name });
    }
  }
  // A plan that is named and not found may have any cluster.
  const whole = proposed !== undefined && proposed.proposal.whole && plans.size === proposed.proposal.plans.length;
  for (const clusterId of new Set([...rounds.keys(), ...planned.keys()])) {
    const before = rounds.get(clusterId);
    const of = planned.get(clusterId);
    const without = held.get(clusterId);
    const moved = before && before.round.planHash !== (of?.planHash ?? without?.hash ?? before.round.planHash);
    if (moved) await addPlan(parts, plans, before.round.planHash);
    const facts: RoundFacts = {
      now,
      quiet,
      whole,
      ...(of ? { planned: of } : without && { heldIn: without.hash }),
      ...(await progressOf(parts, before?.round, now)),
      why: (from, to) => {
        const after = plans.get(to);
        return after ? whyMoved(plans.get(from), after, of?.work.cluster ?? without?.name ?? '') : [];
      },
      idOf: (text) => parts.ids.of('planned-work', text),
    };
    await sayOne(parts, before, decideRound(before?.round, clusterId, facts), quiet, now);
  }
}

async function sayOne(
  parts: Needed,
  before: StoredRound | undefined,
  decided: Round | undefined,
  quiet: QuietHours,
  now: number,
): Promise<void> {
  if (!decided) return;
  const { send, round } = sendable(decided, now, quiet);
  await sayDecided(parts, {
    before: before?.round,
    etag: before?.etag,
    record: round,
    send: send.map(({ id, at, work }) => ({ kind: 'planned-work', id, at, ...work })),
    save: (record, basedOn) => parts.announcements.save(record, basedOn),
  });
}

async function plansOf(parts: Needed, hashes: readonly string[]): Promise<Map<string, MigrationPlan>> {
  const plans = new Map<string, MigrationPlan>();
  for (const hash of hashes) await addPlan(parts, plans, hash);
  return plans;
}

async function addPlan(parts: Needed, plans: Map<string, MigrationPlan>, hash: string): Promise<void> {
  if (plans.has(hash)) return;
  const found = await parts.plans.find(hash);
  if (found) plans.set(hash, found.plan);
}

/** Dry runs write nothing, so they are not work that people were told of. Nobody looks before it can have begun. */
async function progressOf(
  parts: Needed,
  round: Round | undefined,
  now: number,
): Promise<{ begun: boolean; ended: boolean }> {
  if (!round || round.over || now < round.work.window.opens) return { begun: false, ended: false };
  const all = await parts.migrations.ofCluster(round.clusterId);
  const own = all.flatMap((one) =>
    one.kind === 'migration' && one.migration.plan.hash === round.planHash ? [one.migration] : [],
  );
  const real = own.filter(({ dryRun, status }) => !dryRun && status !== 'waiting');
  return { begun: real.length > 0, ended: real.every(({ status }) => hasEnded(status)) };
}
