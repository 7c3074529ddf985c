import { alertWord } from '../../domain/alert/alert-word.ts';
import type { ClusterLook } from '../../domain/cluster/facts.ts';
import { UpstreamError } from '../../domain/errors.ts';
import type { Surroundings } from '../../domain/migration/action.ts';
import type { AzureLook } from '../../domain/migration/azure-look.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import type { Need, PassFacts } from '../../domain/migration/step-rule.ts';
import { viabilityKnown, viabilityOf } from '../../domain/migration/viability-clock.ts';
import type { Instant } from '../../domain/time.ts';
import type { Parts } from '../parts.ts';
import type { Engine } from './engine.ts';

/** Everything that one decision rests on. */
export interface Around {
  readonly facts: PassFacts;
  readonly surroundings: Surroundings;
}

/**
 * Reads the world and what stands around a migration, fresh.
 * @param at the moment that is decided for; absent: when everything was read
 */
export async function lookAround(
  parts: Parts,
  engine: Engine,
  migration: Migration,
  evidence: Surroundings['evidence'],
  at?: Instant,
): Promise<Around> {
  const [azureSeen, lookSeen, verdict, admission, { calendar }] = await Promise.all([
    lookAtAzure(parts, migration),
    lookAtCluster(parts, migration, needsOf(engine, migration)),
    parts.verdicts.of(migration.id),
    needsAdmission(migration) ? engine.admission(parts, migration) : undefined,
    parts.policy.load(),
  ]);
  const now = at ?? parts.clock.now();
  const { azure, look } = migration.dryRun
    ? engine.imagine(migration, azureSeen, lookSeen)
    : { azure: azureSeen, look: lookSeen };
  const viability = viabilityOf(migration, azure, look, viabilityKnown(migration, calendar), now);
  return {
    facts: { now, migration, azure, look, viability, alert: alertWord(migration, parts.alertsOn, verdict, now) },
    surroundings: { ...(admission && { admission }), dryRun: parts.running.dryRun, evidence },
  };
}

/** Nodes are looked at in every step of a pool, for those who look on. Before it begins nothing but ARM is. */
function needsOf(engine: Engine, migration: Migration): readonly Need[] {
  if (migration.status === 'waiting' || hasEnded(migration.status)) return [];
  const nodes: readonly Need[] = migration.work.kind === 'pool' ? ['nodes'] : [];
  if (migration.status === 'paused') return nodes;
  return [...new Set([...nodes, ...engine.ruleOf(migration.step).needs(migration)])];
}

function needsAdmission({ status, direction, commands }: Migration): boolean {
  return commands.length === 0 && direction === 'forward' && (status === 'waiting' || status === 'running');
}

async function lookAtAzure({ azureLooker, clock }: Parts, { clusterId, work, route }: Migration): Promise<AzureLook> {
  try {
    return await azureLooker.look(clusterId, route === 'in-place' && work.kind === 'pool' ? [work.poolId] : []);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { kind: 'not-seen', readAt: clock.now(), reason: 'upstream-failed', detail: error.message };
  }
}

async function lookAtCluster(parts: Parts, migration: Migration, needs: readonly Need[]): Promise<ClusterLook> {
  const { clusterLooker, clock } = parts;
  const { clusterId, work, remembered } = migration;
  if (needs.length === 0) return { clusterId, readAt: clock.now() };
  const target = remembered.targetPool ? [remembered.targetPool.name] : [];
  try {
    return await clusterLooker.look(clusterId, needs, work.kind === 'pool' ? [work.name, ...target] : []);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const hidden = { kind: 'not-seen', reason: 'upstream-failed', detail: error.message } as const;
    const lists = { nodes: hidden, pods: hidden, workloads: hidden, budgets: hidden, autoscalers: hidden };
    return { clusterId, readAt: clock.now(), ...lists, events: hidden };
  }
}
