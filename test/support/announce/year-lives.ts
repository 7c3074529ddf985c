/** Migrations as they live through a year: begun, half done, watched, completed; turned back, aborted, or never begun. */
import type { Parts } from '../../../shared/app/parts.ts';
import type { WatchState } from '../../../shared/domain/alert/alert.ts';
import { type Happening, STEWARD, withEvidence } from '../../../shared/domain/migration/apply.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { givenMigration, givenPoolStep } from '../migration.ts';

const HOUR = 3_600_000;

/** What became of one, for whoever judges what was said of it. */
export interface Life {
  readonly id: string;
  readonly clusterId: string;
  readonly pool: string;
  readonly dryRun: boolean;
  readonly endedAt: number;
  /** Work was over, and it was watched or put back. */
  readonly workOverAt: number;
  readonly outcome: 'completed' | 'turned' | 'never-begun';
  /** Nothing was broken or unseen in its watch. */
  readonly clean: boolean;
  readonly stages: readonly Stage[];
}

interface Stage {
  readonly at: number;
  readonly change: Partial<Migration>;
  readonly happened: readonly Happening[];
  readonly watch?: WatchState;
}

const step = (what: string, name: string): Happening => ({ who: STEWARD, kind: 'step', what, after: { step: name } });

export interface Lived {
  readonly id: string;
  readonly clusterId: string;
  readonly cluster: string;
  readonly region: string;
  readonly pool: string;
  readonly plan: Migration['plan'];
  readonly opens: number;
}

/** The whole of a life, thrown at its beginning. */
export function lifeOf(lived: Lived, chance: () => number): Life {
  const { id, clusterId, pool, opens } = lived;
  const dice = chance();
  const begins = opens + Math.floor(chance() * 2 * HOUR);
  const head = { id, clusterId, pool, dryRun: dice >= 0.95 };
  const begun: Stage = {
    at: begins,
    change: { status: 'running', stepSince: begins },
    happened: [step('It begins.', 'check')],
  };
  if (dice < 0.06) {
    const endedAt = opens + HOUR;
    const change = { status: 'aborted', endedAt } as const;
    const stages = [{ at: endedAt, change, happened: [ended('Nothing was changed.')] }];
    return { ...head, endedAt, workOverAt: endedAt, outcome: 'never-begun', clean: false, stages };
  }
  const half = [1, 2].map((nodes): Stage => {
    const done = Array.from({ length: nodes }, (_, n) => `n${n + 1}`);
    const change = { step: 'drain-source', drain: { done, stuck: [], evicted: nodes * 7 } } as const;
    return { at: begins + nodes * HOUR, change, happened: [] };
  });
  if (dice < 0.2) {
    const endedAt = begins + (4 + Math.floor(chance() * 12)) * HOUR;
    const back = { direction: 'back', step: 'drain-target', stepSince: begins + 3 * HOUR } as const;
    const told: Happening = { who: 'Ben', kind: 'command', what: 'It is slow.', before: { command: 'roll-back' } };
    const stages = [
      begun,
      ...half,
      { at: begins + 3 * HOUR, change: back, happened: [told] },
      {
        at: endedAt,
        change: { status: 'rolled-back', step: 'close', endedAt } as const,
        happened: [ended('The way back is done.')],
      },
    ];
    return { ...head, endedAt, workOverAt: endedAt, outcome: 'turned', clean: false, stages };
  }
  const watched = begins + 3 * HOUR;
  const endedAt = watched + 24 * HOUR;
  const clean = chance() < 0.6;
  const stages: Stage[] = [
    begun,
    ...half,
    { at: watched, change: { step: 'watch', stepSince: watched }, happened: [step('It is watched.', 'watch')] },
    {
      at: endedAt,
      change: { status: 'completed', step: 'close', endedAt },
      happened: [ended('Everything is done.')],
      watch: watchOf(lived, watched, endedAt, clean ? 1 : chance()),
    },
  ];
  return { ...head, endedAt, workOverAt: watched, outcome: 'completed', clean, stages };
}

function ended(what: string): Happening {
  return { who: STEWARD, kind: 'ended', what };
}

/** @param dice 1: nothing was seen; below it one of the things that a watch can have seen or not seen */
function watchOf({ id, clusterId }: Lived, from: number, to: number, dice: number): WatchState {
  const broken = dice < 0.4;
  const blind = dice >= 0.4 && dice < 0.7;
  return {
    format: 1,
    migrationId: id,
    clusterId,
    startedAt: from - 10 * HOUR,
    evaluatedAt: dice >= 0.7 && dice < 1 ? to - HOUR : to - 30_000,
    rules: [
      {
        rule: 'node-not-ready',
        kind: 'healthy',
        since: broken ? from + HOUR : from - 10 * HOUR,
        reading: {
          rule: 'node-not-ready',
          kind: 'healthy',
          threshold: 0,
          unit: 'nodes',
          why: 'Every node is Ready.',
          affected: [],
          background: [],
          immediate: false,
        },
        chart: [],
      },
    ],
    gaps: blind ? [{ from: from + HOUR, to: from + 2 * HOUR }] : [],
    counters: [],
    restarts: [],
    suppressions: [],
    toDo: [],
  };
}

export async function bear(parts: Parts, life: Life, lived: Lived): Promise<void> {
  const { id, clusterId, cluster, region, pool, plan, opens } = lived;
  const work = givenPoolStep({ name: pool, poolId: `${clusterId}/agentpools/${pool}`, strategy: 'pool-replacement' });
  const route = 'pool-replacement';
  const born = { status: 'waiting', stepSince: opens, createdAt: opens, nextPassAt: opens } as const;
  const names = { id, clusterId, clusterName: cluster, region, plan, work, route } as const;
  await parts.migrations.create(givenMigration({ ...names, ...born, dryRun: life.dryRun }));
}

/** What has come by `now` of what is still to come of it. */
export async function liveOn(parts: Parts, life: Life, from: number, now: number): Promise<void> {
  for (const { at, change, happened, watch } of life.stages) {
    if (at <= from || at > now) continue;
    const found = await parts.migrations.find(life.id);
    if (found?.kind !== 'migration') throw new Error(`there is no ${life.id}`);
    const migration = withEvidence({ migration: { ...found.migration, ...change }, happened }, at, parts.hash);
    await parts.migrations.save(migration, found.etag);
    if (watch) await parts.watches.save(watch, undefined);
  }
}
