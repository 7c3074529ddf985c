import type { ClusterIndex } from '../../cluster/cluster-index.ts';
import type { LabelExpression, Pod } from '../../cluster/facts.ts';
import type { PodGroup } from '../../cluster/pool-view.ts';

/** Pods of one workload that ask for the same and may go to the same nodes. */
export interface PodClass {
  readonly group: PodGroup;
  /** One pod that stands for all. */
  readonly pod: Pod;
  readonly pods: readonly Pod[];
  /** What volumes ask of the node; all of them must hold. */
  readonly volumes: readonly (readonly (readonly LabelExpression[])[])[];
  /** Equal for classes that may go to the same nodes. */
  readonly rules: string;
}

/** Pods with a volume on one node's own disk are left out: that check is another one's. */
export function classesOf(index: ClusterIndex, groups: readonly PodGroup[]): PodClass[] {
  const classes: PodClass[] = [];
  for (const group of groups) {
    const byKey = new Map<string, { pod: Pod; pods: Pod[]; volumes: PodClass['volumes']; rules: string }>();
    for (const pod of group.pods) {
      const volumes = volumesOf(index, pod);
      if (!volumes) continue;
      const rules = JSON.stringify([pod.nodeSelector, pod.nodeAffinity, pod.tolerations, volumes]);
      const key = `${pod.cpu}|${pod.memory}|${pod.antiAffinityTopologies.join(',')}|${rules}`;
      const found = byKey.get(key);
      if (found) found.pods.push(pod);
      else byKey.set(key, { pod, pods: [pod], volumes, rules });
    }
    for (const each of byKey.values()) classes.push({ group, ...each });
  }
  return classes;
}

function volumesOf(index: ClusterIndex, { namespace, claims }: Pod): PodClass['volumes'] | undefined {
  const terms: (readonly (readonly LabelExpression[])[])[] = [];
  for (const claim of claims) {
    const volume = index.volumeOf(namespace, claim);
    if (volume?.local) return undefined;
    if (volume && volume.nodeAffinity.length > 0) terms.push(volume.nodeAffinity);
  }
  return terms;
}
