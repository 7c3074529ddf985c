import { done, stop, wait, write } from '../decide.ts';
import { answerFailure } from '../in-place/answer-failure.ts';
import { FOLLOW_SECONDS, isUnderWay } from '../in-place/at-work.ts';
import { nextOnPath, poolsTooFarBehind } from '../in-place/control-plane.ts';
import { namesText } from '../in-place/progress.ts';
import type { StepRule } from '../step-rule.ts';
import type { Write } from '../write.ts';

/** One minor at a time, and none that would leave a pool's nodes too far behind. */
export const upgradeControlPlane: StepRule = {
  name: 'upgrade-control-plane',
  needs: () => [],

  decide(facts) {
    const { migration, azure } = facts;
    const { work, clusterId, remembered, intent } = migration;
    if (work.kind !== 'control-plane' || azure.kind !== 'seen')
      return wait('The cluster could not be seen.', FOLLOW_SECONDS);
    const { cluster } = azure;
    const begun = remembered.kubernetesBefore !== undefined;
    if (isUnderWay(cluster)) {
      const whose = begun
        ? 'AKS upgrades the control plane'
        : 'AKS is at work on the cluster, and not for this migration';
      return wait(`${whose} (${cluster.provisioningState}).`, FOLLOW_SECONDS);
    }

    const next = nextOnPath(azure, work.path);
    if (next.kind === 'there') return done(`The control plane runs Kubernetes ${cluster.kubernetesVersion}.`);
    if (next.kind === 'unknown')
      return wait('Azure does not say which Kubernetes version the control plane runs.', FOLLOW_SECONDS);
    if (next.kind === 'gap') {
      return stop(
        'CONTROL_PLANE_PATH',
        `The control plane runs Kubernetes ${next.has}, and AKS goes one minor version at a time: ${next.wants} is not the next.`,
        'Plan again: the plan was made for another version.',
      );
    }
    const behind = poolsTooFarBehind(azure, next.minor);
    if (behind.length > 0) {
      return stop(
        'CONTROL_PLANE_SKEW',
        `With Kubernetes ${next.minor} the nodes of ${namesText(behind)} would be more than three minor versions behind, or their version is not known.`,
        'Upgrade these pools first, then resume.',
      );
    }
    const busy = azure.pools.find(isUnderWay);
    if (busy)
      return wait(
        `AKS is at work on pool ${busy.name} (${busy.provisioningState}); it waits until that is over.`,
        FOLLOW_SECONDS,
      );

    const ask: Write = { kind: 'upgrade-control-plane', clusterId, version: next.minor };
    if (begun && !intent && cluster.provisioningState.toLowerCase() !== 'succeeded') {
      const why = `AKS did not bring the control plane to ${next.minor}: it calls the cluster ${cluster.provisioningState}.`;
      const remedy = 'Look at the cluster’s activity log, mend what it says, then resume.';
      const cause = `control plane ${next.minor}`;
      return answerFailure(facts, { cause, why, remedy, code: 'UPGRADE_FAILED', againHelps: true }, ask, cluster.etag);
    }
    return write(ask, `Asks AKS to bring the control plane from ${cluster.kubernetesVersion} to ${next.minor}.`, {
      kubernetesBefore: remembered.kubernetesBefore ?? cluster.kubernetesVersion ?? 'not known',
    });
  },
};
