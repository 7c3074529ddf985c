import { done, stop, wait, write } from '../decide.ts';
import { someOf } from '../health.ts';
import { isSettled } from '../others-at-work.ts';
import { isDecision, type Pass, readPass } from '../pass.ts';
import type { Decision, StepRule } from '../step-rule.ts';
import { scalingProperties } from '../write.ts';
import { missingYet } from './await-target.ts';

/** The source's autoscaler is held still and the target has as many nodes as the source; both settings are remembered. */
export const guardAutoscaler: StepRule = {
  name: 'guard-autoscaler',
  needs: () => ['nodes', 'pods-of-pools', 'workloads'],

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads');
    if (isDecision(pass)) return pass;
    const { source, target } = pass;
    if (!source || !target) {
      return stop(
        'POOL_VANISHED',
        'Source or target pool is not there any more.',
        'Find out who deleted it; roll back.',
      );
    }
    for (const pool of [source, target]) {
      if (!isSettled(pool)) return wait(`Azure is changing pool ${pool.name} (${pool.provisioningState}).`, 15);
    }
    return freeze(pass) ?? size(pass);
  },
};

function freeze({ source }: Pass): Decision | undefined {
  if (!source?.scaling.autoscaler) return undefined;
  const { count, autoscaler } = source.scaling;
  return write(
    { kind: 'update-pool', poolId: source.id, properties: scalingProperties({ count }), etag: source.etag },
    `The autoscaler of ${source.name} (${autoscaler.min} to ${autoscaler.max}) is held still at ${count} nodes.`,
    // Set anew by a person meanwhile, it is the newest setting that is put back.
    { sourceScaling: { count, autoscaler }, targetScaling: { count, autoscaler } },
  );
}

function size(pass: Pass): Decision {
  const { source, target, facts } = pass;
  if (!source || !target) return wait('A pool is missing.', 30);
  const wanted = source.scaling.count;
  if (!target.scaling.autoscaler && target.scaling.count < wanted) {
    return write(
      {
        kind: 'update-pool',
        poolId: target.id,
        properties: scalingProperties({ count: wanted }),
        etag: target.etag,
      },
      `The source has ${wanted} nodes by now: the target is given as many.`,
    );
  }
  const missing = missingYet(pass, target);
  if (missing.length > 0) return wait(`The target is not ready: ${someOf(missing)}`, 15);
  return done(
    facts.migration.remembered.sourceScaling
      ? `The source's autoscaler is off, and the target has ${target.scaling.count} nodes.`
      : `The source has no autoscaler, and the target has ${target.scaling.count} nodes.`,
  );
}
