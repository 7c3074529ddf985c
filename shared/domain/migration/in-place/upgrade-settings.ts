import type { PlanStep } from '../../plan/migration-plan.ts';
import { canonicalJson } from '../../plan/plan-hash.ts';
import type { PoolState } from '../azure-look.ts';
import type { Migration } from '../migration.ts';

export type UpgradeSettings = Readonly<Record<string, unknown>>;

interface PlannedSettings {
  readonly maxSurge: string;
  /** Present where the pool has one of its own: AKS takes either that or a surge. */
  readonly maxUnavailable?: string;
  readonly drainTimeoutInMinutes: number;
  readonly nodeSoakDurationInMinutes: number;
  readonly undrainableNodeBehavior: string;
}

/** What AKS does where a field is absent. */
const AKS_DEFAULTS: UpgradeSettings = {
  drainTimeoutInMinutes: 30,
  nodeSoakDurationInMinutes: 0,
  undrainableNodeBehavior: 'Schedule',
  maxUnavailable: '0',
};

/** The pool's own, preview fields included; empty where it has none. */
export function settingsOf({ properties }: PoolState): UpgradeSettings {
  const own = properties['upgradeSettings'];
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as UpgradeSettings) : {};
}

/**
 * What the plan sets: no more surge nodes than planned, and never more than may be out of service at once. A node that
 * cannot be drained is put aside, so that the others go on. A soak that the pool has of its own is kept.
 */
export function plannedSettings(migration: Migration, own: UpgradeSettings): UpgradeSettings & PlannedSettings {
  const soak = own['nodeSoakDurationInMinutes'];
  return {
    maxSurge: String(surgeNodes(migration.work, migration.caps.maxNodesOut)),
    ...(own['maxUnavailable'] === undefined ? {} : { maxUnavailable: '0' }),
    drainTimeoutInMinutes: migration.running.drainTimeoutMinutes,
    nodeSoakDurationInMinutes: typeof soak === 'number' ? soak : 0,
    undrainableNodeBehavior: 'Cordon',
  };
}

function surgeNodes(work: PlanStep, maxNodesOut: number): number {
  const planned = work.kind === 'pool' ? work.extraNodes : 1;
  return Math.max(1, Math.min(planned, maxNodesOut));
}

/** Whether AKS would act by `value` in `field` as things are. */
export function isInForce(settings: UpgradeSettings, field: string, value: unknown): boolean {
  return canonicalJson(settings[field] ?? AKS_DEFAULTS[field] ?? null) === canonicalJson(value ?? null);
}

/**
 * The settings with every field that still is as we set it put back to what it was; what somebody else has changed since
 * stays. `undefined`: there is nothing to put back.
 */
export function putBack(
  now: UpgradeSettings,
  before: UpgradeSettings,
  ours: UpgradeSettings,
): UpgradeSettings | undefined {
  const back: Record<string, unknown> = { ...now };
  let changed = false;
  for (const [field, value] of Object.entries(ours)) {
    if (!isInForce(now, field, value)) continue;
    changed ||= !isInForce(now, field, before[field] ?? AKS_DEFAULTS[field]);
    if (field in before) back[field] = before[field];
    else delete back[field];
  }
  return changed ? back : undefined;
}
