import { done, stop, wait } from '../decide.ts';
import { FOLLOW_SECONDS, isUnderWay } from '../in-place/at-work.ts';
import { nextOnPath } from '../in-place/control-plane.ts';
import type { StepRule } from '../step-rule.ts';

/** The version alone is not enough: the API server has to answer too. */
export const followControlPlane: StepRule = {
  name: 'follow-control-plane',
  needs: () => ['nodes'],

  decide({ migration, azure, look, now }) {
    const { work } = migration;
    if (work.kind !== 'control-plane' || azure.kind !== 'seen')
      return wait('The cluster could not be seen.', FOLLOW_SECONDS);
    const { cluster } = azure;
    if (isUnderWay(cluster))
      return wait(`AKS upgrades the control plane (${cluster.provisioningState}).`, FOLLOW_SECONDS);
    if (nextOnPath(azure, work.path).kind !== 'there') {
      return stop(
        'UPGRADE_NOT_DONE',
        `The control plane runs Kubernetes ${cluster.kubernetesVersion ?? 'of an unknown version'} and not ${work.path.at(-1)}.`,
        'Look at the cluster’s activity log; then resume, or abort and plan again.',
      );
    }
    if (look.nodes?.kind !== 'seen') return wait('The API server does not answer yet.', FOLLOW_SECONDS);
    return done(`The control plane runs Kubernetes ${cluster.kubernetesVersion} and answers.`, { upgradedAt: now });
  },
};
