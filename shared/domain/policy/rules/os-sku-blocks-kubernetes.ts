import { minorOf, nextMinor } from '../../fleet/kubernetes-version.ts';
import { runsOn } from '../../retirement/kubernetes-range.ts';
import { kubernetesState, supportPlanOf } from '../../retirement/kubernetes-support.ts';
import { dayOf, daysBetween } from '../../time.ts';
import { moveToSuccessor } from '../next-action.ts';
import { PASS, type PoolRule, unknown } from '../subject.ts';

/** An end of support that is this near makes a blocked upgrade urgent. */
const URGENT_DAYS = 90;

/** The next Kubernetes minor has no OS for this pool's OS SKU, so the pool holds the whole cluster back. */
export const osSkuBlocksKubernetes: PoolRule = {
  id: 'os-sku-blocks-kubernetes',
  scope: 'pool',

  judge(subject, { calendar }, now) {
    const { cluster, pool, found } = subject;
    const minor = minorOf(cluster.kubernetesVersion);
    if (!minor) return unknown('the Kubernetes version');
    if (!pool.osSku) return unknown('the OS SKU');
    const next = nextMinor(minor);
    // What Azure does not offer yet blocks nobody.
    if (!calendar.kubernetes.some((version) => version.minor === next)) return PASS;
    const runs = runsOn(calendar, pool, next);
    if (runs === undefined) return unknown(`which Kubernetes versions the OS SKU ${pool.osSku} runs on`);
    if (runs) return PASS;

    const today = dayOf(now);
    const state = kubernetesState(calendar, minor, supportPlanOf(cluster), today);
    const ends = state.kind === 'supported' ? state.ends : state.kind === 'unknown' ? undefined : state.ended;
    const urgent =
      state.kind === 'platform-only' ||
      state.kind === 'ended' ||
      (ends !== undefined && daysBetween(today, ends) <= URGENT_DAYS);
    return {
      kind: 'violates',
      severity: urgent ? 'high' : 'medium',
      facts: { osSku: pool.osSku, kubernetes: minor, nextKubernetes: next, ...(ends ? { supportEnds: ends } : {}) },
      why: `OS SKU ${pool.osSku} does not run on Kubernetes ${next}, so this pool keeps the cluster on ${minor}${ends ? `, whose support ${ends < today ? 'ended' : 'ends'} on ${ends}` : ''}.`,
      ...(ends ? { deadline: ends } : {}),
      nextAction: found
        ? `Before the upgrade of Kubernetes: ${moveToSuccessor(subject, found.entry)}`
        : `Move the pool to an OS SKU that runs on Kubernetes ${next} before the upgrade.`,
    };
  },
};
