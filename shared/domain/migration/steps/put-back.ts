import type { PoolState } from '../azure-look.ts';
import { done, wait, write } from '../decide.ts';
import { isSettled } from '../others-at-work.ts';
import { isDecision, readPass } from '../pass.ts';
import type { PoolScaling } from '../remembered.ts';
import { replicasToPutBack } from '../replicas.ts';
import type { Decision, StepRule } from '../step-rule.ts';
import { scalingProperties } from '../write.ts';

/** Replicas and autoscalers as they were found. What somebody else has set since is left, and said. */
export const putBack: StepRule = {
  name: 'put-back',
  needs: ({ remembered }) => ((remembered.replicas ?? []).length > 0 ? ['workloads', 'autoscalers'] : []),

  decide(facts) {
    const { remembered, direction } = facts.migration;
    const replicas = remembered.replicas ?? [];
    const pass = readPass(facts, ...(replicas.length > 0 ? (['workloads', 'autoscalers'] as const) : []));
    if (isDecision(pass)) return pass;
    const { next, left } = replicasToPutBack(facts.look, replicas);
    if (next) return next;
    const { source, target } = pass;
    const pools = [
      ...(source && direction !== 'forward' ? [{ pool: source, wanted: remembered.sourceScaling }] : []),
      ...(target && direction !== 'back' ? [{ pool: target, wanted: remembered.targetScaling }] : []),
    ];
    for (const { pool, wanted } of pools) {
      const scaling = autoscalerBack(pool, wanted);
      if (scaling) return scaling;
    }
    const others = [...left, ...pools.flatMap(({ pool, wanted }) => setByOthers(pool, wanted))];
    return done(['Replicas and autoscalers are as they were found.', ...others].join(' '));
  },
};

/** Turns the pool's autoscaler on as remembered; `undefined` when there is nothing to do. */
export function autoscalerBack(pool: PoolState, wanted: PoolScaling | undefined): Decision | undefined {
  if (!wanted?.autoscaler || pool.scaling.autoscaler) return undefined;
  if (!isSettled(pool)) return wait(`Azure is changing pool ${pool.name} (${pool.provisioningState}).`, 15);
  const { autoscaler } = wanted;
  const { count } = pool.scaling;
  return write(
    {
      kind: 'update-pool',
      poolId: pool.id,
      properties: scalingProperties({ count: Math.min(Math.max(count, autoscaler.min), autoscaler.max), autoscaler }),
      etag: pool.etag,
    },
    `The autoscaler of ${pool.name} is on again, from ${autoscaler.min} to ${autoscaler.max} nodes.`,
  );
}

function setByOthers({ name, scaling }: PoolState, wanted: PoolScaling | undefined): string[] {
  const [now, then] = [scaling.autoscaler, wanted?.autoscaler];
  if (!now || !then || (now.min === then.min && now.max === then.max)) return [];
  return [`The autoscaler of ${name} was set to ${now.min} to ${now.max} by somebody else, and stays so.`];
}
