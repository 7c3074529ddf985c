import { minorOf } from '../../fleet/kubernetes-version.ts';
import { type KubernetesState, kubernetesState, supportPlanOf } from '../../retirement/kubernetes-support.ts';
import { dayOf } from '../../time.ts';
import { azAks } from '../az-command.ts';
import type { Verdict } from '../finding.ts';
import { type ClusterRule, type ClusterSubject, PASS, unknown } from '../subject.ts';

/**
 * The Kubernetes version of the control plane, or one that a pool was left behind on, is out of support.
 * Platform support is not support: there are no more fixes of Kubernetes, only of the platform below.
 */
export const kubernetesOutOfSupport: ClusterRule = {
  id: 'kubernetes-out-of-support',
  scope: 'cluster',

  judge(subject, { calendar }, now) {
    const { cluster, pools } = subject;
    const minor = minorOf(cluster.kubernetesVersion);
    if (!minor) return unknown('the Kubernetes version');
    const today = dayOf(now);
    const plan = supportPlanOf(cluster);

    const state = kubernetesState(calendar, minor, plan, today);
    if (state.kind === 'platform-only' || state.kind === 'ended') return outOfSupport(subject, minor, state, plan);

    const left = pools.flatMap((pool) => {
      const own = minorOf(pool.kubernetesVersion) ?? minor;
      const ofPool = own === minor ? state : kubernetesState(calendar, own, plan, today);
      return ofPool.kind === 'platform-only' || ofPool.kind === 'ended' ? [{ name: pool.name, minor: own }] : [];
    });
    if (left.length > 0) return poolsLeftBehind(subject, left);
    return state.kind === 'unknown' ? unknown(`when support of Kubernetes ${minor} ends`) : PASS;
  },
};

function outOfSupport(
  { cluster }: ClusterSubject,
  minor: string,
  state: Extract<KubernetesState, { kind: 'platform-only' | 'ended' }>,
  plan: string,
): Verdict {
  const platform = state.kind === 'platform-only';
  const since = state.ended ? ` since ${state.ended}` : '';
  const stillPlatform = `; node images can still be upgraded${platform && state.until ? ` until about ${state.until}` : ' for now'}`;
  return {
    kind: 'violates',
    severity: platform ? 'medium' : 'high',
    facts: {
      kubernetes: minor,
      supportPlan: plan,
      platformSupport: platform,
      ...(state.ended ? { supportEnded: state.ended } : {}),
      ...(platform && state.until ? { platformSupportUntil: state.until } : {}),
    },
    why: `Kubernetes ${minor} is out of ${plan} support${since}: no fixes of Kubernetes are made for it${platform ? stillPlatform : ', and automatic node image upgrades may stop'}.`,
    ...(state.ended ? { deadline: state.ended } : {}),
    nextAction:
      `Upgrade one minor at a time, control plane first: ${azAks('get-upgrades', cluster, '--output table')} shows what is open` +
      (platform ? '.' : '; long-term support needs the Premium tier and the plan AKSLongTermSupport.'),
  };
}

function poolsLeftBehind({ cluster }: ClusterSubject, left: readonly { name: string; minor: string }[]): Verdict {
  const [first] = left;
  return {
    kind: 'violates',
    severity: 'medium',
    facts: { pools: left.map(({ name }) => name), kubernetes: left.map((pool) => pool.minor) },
    why: `${left.length === 1 ? `Pool ${first?.name} was` : `${left.length} pools were`} left on Kubernetes ${first?.minor}, which is out of support, although the control plane is not.`,
    nextAction: `Upgrade the pools to the control plane's version (${cluster.kubernetesVersion}), system pools first: az aks nodepool upgrade with --kubernetes-version.`,
  };
}
