/** A migration about which a person is asked. */
import type { Parts } from '../../../shared/app/parts.ts';
import type { Recommendation, WatchState } from '../../../shared/domain/alert/alert.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { givenCluster, NOW } from '../fleet.ts';
import { givenMigration } from '../migration.ts';

export const MIGRATION_ID = 'm-0123456789ab';
export const RECOMMENDATION_ID = 'rec-1';
const MINUTE = 60_000;

export async function givenRunning(parts: Parts, change: Partial<Migration> = {}): Promise<Migration> {
  const { id, name } = givenCluster({ name: 'shop-prod' });
  const migration = givenMigration({
    id: MIGRATION_ID,
    clusterId: id,
    clusterName: name,
    createdAt: NOW,
    stepSince: NOW,
    ...change,
  });
  await parts.migrations.create(migration);
  return migration;
}

/** @param owner of the workload that it touches */
export async function givenRecommendation(
  parts: Parts,
  change: Partial<Recommendation> = {},
  owner: string | undefined = 'payments',
): Promise<WatchState> {
  const migration = await givenRunning(parts);
  const node = { kind: 'Node', namespace: '', name: 'aks-apps-1' };
  const workload = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
  const reading = {
    rule: 'node-not-ready' as const,
    kind: 'breached' as const,
    value: 1,
    threshold: 0,
    unit: 'nodes',
    why: 'Node aks-apps-1 has not been Ready for 6 min.',
    affected: [{ object: node, workload, detail: 'not Ready', ...(owner !== undefined && { owner }) }],
    background: [],
    immediate: false,
  };
  const state: WatchState = {
    format: 1,
    migrationId: migration.id,
    clusterId: migration.clusterId,
    startedAt: NOW - 30 * MINUTE,
    evaluatedAt: NOW,
    rules: [{ rule: reading.rule, kind: 'breached', since: NOW - 6 * MINUTE, reading, chart: [] }],
    gaps: [],
    counters: [],
    restarts: [],
    suppressions: [],
    recommendation: {
      id: RECOMMENDATION_ID,
      rules: [reading.rule],
      openedAt: NOW - MINUTE,
      updatedAt: NOW - MINUTE,
      version: 1,
      state: 'open',
      proposed: 'roll-back',
      ...change,
    },
    toDo: [],
  };
  await parts.watches.save(state, undefined);
  return state;
}
