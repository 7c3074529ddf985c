import { itemsOf } from '../../cluster/cluster-index.ts';
import type { PoolStep } from '../../plan/migration-plan.ts';
import { done, stop, wait } from '../decide.ts';
import { notReady, someOf, troubleNow } from '../health.ts';
import { openAlert } from '../open-alert.ts';
import { isSettled } from '../others-at-work.ts';
import { isDecision, nodesOf, type Pass, readPass, targetImageOf } from '../pass.ts';
import { runsImage } from '../runs-image.ts';
import type { Decision, StepRule } from '../step-rule.ts';

const LOOK_AGAIN_SECONDS = 60;

/** The last look before anything is changed; what is unwell already is remembered, so that it is not blamed on us. */
export const check: StepRule = {
  name: 'check',
  needs: () => ['nodes', 'pods-of-pools', 'pending-pods', 'workloads'],

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads');
    if (isDecision(pass)) return pass;
    const { work, route } = facts.migration;
    const held = openAlert(facts.alert);
    if (held) return wait(`It does not begin: ${held}`, LOOK_AGAIN_SECONDS);
    const obstacle = clusterObstacle(pass) ?? (work.kind === 'pool' ? poolObstacle(pass, work) : undefined);
    if (obstacle) return obstacle;
    const looked = route === 'control-plane' ? itemsOf(pass.index.facts.nodes) : nodesOf(pass, pass.source);
    const sick = notReady(looked);
    if (sick.length > 0) return wait(`It does not begin on a pool that is unwell: ${someOf(sick)}`, LOOK_AGAIN_SECONDS);
    const before = troubleNow(pass.index);
    return done(
      before.length === 0
        ? 'Cluster and pool are as planned, and healthy.'
        : `Cluster and pool are as planned. Unwell before it began: ${someOf(before)}`,
      { troubleBefore: [...new Set(before.map(({ key }) => key))].toSorted() },
    );
  },
};

function clusterObstacle({ cluster }: Pass): Decision | undefined {
  if (cluster.power !== 'running') {
    return wait(`The cluster is ${cluster.power === 'stopped' ? 'stopped' : 'in an unknown state of power'}.`, 300);
  }
  const state = cluster.provisioningState.toLowerCase();
  if (state === 'succeeded') return undefined;
  if (state === 'failed') {
    return stop(
      'CLUSTER_FAILED',
      'Azure says that the last change of the cluster failed.',
      'Have the cluster reconciled (az aks update without arguments), then resume.',
    );
  }
  return wait(`Azure is changing the cluster (${cluster.provisioningState}).`, LOOK_AGAIN_SECONDS);
}

function poolObstacle(pass: Pass, planned: PoolStep): Decision | undefined {
  const { source } = pass;
  if (!source) {
    return stop('POOL_VANISHED', `Pool ${planned.name} is not there any more.`, 'Abort this migration and plan anew.');
  }
  if (source.power !== 'running') return wait(`Pool ${source.name} does not run.`, 300);
  if (!isSettled(source)) return wait(`Azure is changing pool ${source.name} (${source.provisioningState}).`, 60);
  if (source.failure && source.provisioningState.toLowerCase() === 'failed') {
    return stop(
      'SOURCE_POOL_FAILED',
      `The last change of pool ${source.name} failed (${source.failure.code}): ${source.failure.message}`,
      'Mend the pool, then resume.',
    );
  }
  if (targetImageOf(pass.facts.migration) === undefined) {
    return stop('PLAN_WITHOUT_TARGET', 'The plan names no target image for this pool.', 'Abort, and plan anew.');
  }
  return otherThanPlanned(pass, planned);
}

/** What was signed is a move from one image to another: from a third it is another move. */
function otherThanPlanned({ source, index }: Pass, planned: PoolStep): Decision | undefined {
  const { image, osSku } = planned.source;
  const remedy = 'Abort this migration; the next plan says what this pool needs now.';
  if (osSku && source?.osSku && source.osSku !== osSku) {
    const what = `The plan was signed for OS SKU ${osSku} and the pool is ${source.osSku} now.`;
    return stop('POOL_CHANGED', what, remedy);
  }
  const claimed = source?.imageVersion;
  if (!image || !claimed || runsImage(claimed, image)) return undefined;
  // A pool's claim may be ahead of its nodes: what they show counts.
  const nodes = source ? index.nodesOfPool(source.name) : [];
  if (nodes.some(({ imageVersion }) => runsImage(imageVersion, image))) return undefined;
  return stop('POOL_CHANGED', `The plan was signed for a pool on ${image}, and it is on ${claimed} now.`, remedy);
}
