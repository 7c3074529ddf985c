import { compareMinors, minorOf } from '../../fleet/kubernetes-version.ts';
import type { PoolStep } from '../../plan/migration-plan.ts';
import type { PoolState } from '../azure-look.ts';
import { done, wait, write } from '../decide.ts';
import { answerFailure } from '../in-place/answer-failure.ts';
import {
  FOLLOW_SECONDS,
  hasBegun,
  isUnderWay,
  isWatchedOnly,
  POOL_NOT_SEEN,
  poolOf,
  rememberedBefore,
} from '../in-place/at-work.ts';
import { explainFailure } from '../in-place/explain-failure.ts';
import { isWholly, progressOf } from '../in-place/progress.ts';
import { isInForce, plannedSettings, settingsOf } from '../in-place/upgrade-settings.ts';
import type { Decision, PassFacts, StepRule } from '../step-rule.ts';
import type { Write } from '../write.ts';

/**
 * Everything in one PUT, as AKS lets a pool be changed about once a minute; a change of OS SKU goes with it. Where the
 * target needs a later Kubernetes first, that is a PUT of its own before.
 */
export const setUpgradeSettings: StepRule = {
  name: 'set-upgrade-settings',
  needs: () => ['nodes', 'budgets'],

  decide(facts) {
    const { migration, look } = facts;
    const { work } = migration;
    const pool = poolOf(facts);
    if (work.kind !== 'pool' || !pool) return wait(POOL_NOT_SEEN, FOLLOW_SECONDS);
    if (isWatchedOnly(migration)) return done('AKS replaces the nodes by the pool’s own settings: nothing is set.');

    const progress = work.target.image === undefined ? undefined : progressOf(look, pool.name, work.target.image);
    if (progress && isWholly(progress)) return done('Every node is on the target already: nothing is set.');
    if (hasBegun(migration) && sharesOs(pool, work))
      return done('AKS has taken the new OS SKU and replaces the nodes.');
    if (isUnderWay(pool))
      return wait(busyWith(pool, migration.remembered.upgradeSettings !== undefined), FOLLOW_SECONDS);
    return change(facts, pool, work);
  },
};

function change(facts: PassFacts, pool: PoolState, work: PoolStep): Decision {
  const { migration, look } = facts;
  const own = settingsOf(pool);
  const planned = plannedSettings(migration, own);
  const isSet = Object.entries(planned).every(([field, value]) => isInForce(own, field, value));
  const kubernetes = kubernetesFirst(pool, work);
  const osSku = kubernetes === undefined && !sharesOs(pool, work) ? work.target.osSku : undefined;
  if (isSet && kubernetes === undefined && osSku === undefined) {
    return done('The upgrade settings are as planned.');
  }

  const put: Write = {
    kind: 'update-pool',
    poolId: work.poolId,
    properties: {
      ...(isSet ? {} : { upgradeSettings: { ...own, ...planned } }),
      ...(kubernetes === undefined ? {} : { orchestratorVersion: kubernetes }),
      ...(osSku === undefined ? {} : { osSKU: osSku }),
    },
    etag: pool.etag,
  };
  const replaces = kubernetes !== undefined || osSku !== undefined;
  if (replaces && hasBegun(migration) && pool.failure) {
    return answerFailure(facts, explainFailure(pool.failure, look), put, pool.etag);
  }
  return write(put, sentence(planned, kubernetes, osSku), {
    ...(isSet ? {} : { upgradeSettings: migration.remembered.upgradeSettings ?? own }),
    ...(replaces ? rememberedBefore(facts, pool) : {}),
  });
}

/** The minor that the target needs and the pool has not reached. */
function kubernetesFirst({ kubernetesVersion }: PoolState, { target, strategy }: PoolStep): string | undefined {
  const [has, needs] = [minorOf(kubernetesVersion), minorOf(target.kubernetes)];
  if (strategy !== 'os-sku-change' || !needs || !has) return undefined;
  return compareMinors(has, needs) < 0 ? target.kubernetes : undefined;
}

function sharesOs({ osSku }: PoolState, { strategy, target }: PoolStep): boolean {
  return (
    strategy !== 'os-sku-change' || target.osSku === undefined || osSku?.toLowerCase() === target.osSku.toLowerCase()
  );
}

function busyWith({ provisioningState }: PoolState, ours: boolean): string {
  return ours
    ? `AKS takes the settings in (${provisioningState}).`
    : `AKS is at work on the pool (${provisioningState}), and not for this migration: it waits until that is over.`;
}

function sentence(
  planned: ReturnType<typeof plannedSettings>,
  kubernetes: string | undefined,
  osSku: string | undefined,
): string {
  const { maxSurge, drainTimeoutInMinutes, nodeSoakDurationInMinutes } = planned;
  return [
    `Sets in one call: surge ${maxSurge}, drain timeout ${drainTimeoutInMinutes} min, soak ${nodeSoakDurationInMinutes} min, nodes that cannot be drained are put aside`,
    ...(kubernetes === undefined ? [] : [`and Kubernetes ${kubernetes}, which the target needs`]),
    ...(osSku === undefined ? [] : [`and OS SKU ${osSku}`]),
  ]
    .join(', ')
    .concat('.');
}
