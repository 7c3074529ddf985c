import type { ClusterIndex } from '../cluster/cluster-index.ts';
import type { LabelExpression, NodeLeaning } from '../cluster/facts.ts';
import type { PodGroup } from '../cluster/pool-view.ts';

/** What all pods of one workload on the pool take from the node, put together. Lists are sorted, none twice. */
export interface Leaning {
  readonly group: PodGroup;
  readonly hostNetwork: boolean;
  readonly hostPid: boolean;
  readonly privileged: boolean;
  readonly hostPaths: readonly string[];
  readonly seccompProfiles: readonly string[];
  readonly appArmorProfiles: readonly string[];
  readonly sysctls: readonly string[];
  readonly runtimeClasses: readonly string[];
  readonly capabilities: readonly string[];
  readonly devices: readonly string[];
  readonly images: readonly string[];
  /** `key=value` of node selectors, `key in a, b` of affinities. */
  readonly selectors: readonly { readonly key: string; readonly text: string }[];
  readonly drivers: readonly string[];
  readonly localVolumes: readonly string[];
}

export function leaningOf(index: ClusterIndex, group: PodGroup): Leaning {
  const { pods } = group;
  const lists = (of: (leaning: NodeLeaning) => readonly string[]) => sorted(pods.flatMap((pod) => of(pod.leaning)));
  const volumes = pods.flatMap(({ namespace, claims }) =>
    claims.map((claim) => index.volumeOf(namespace, claim)).filter((volume) => volume !== undefined),
  );
  const selectors = new Map<string, { key: string; text: string }>();
  for (const pod of pods) {
    for (const [key, value] of Object.entries(pod.nodeSelector)) {
      selectors.set(`${key}=${value}`, { key, text: `${key}=${value}` });
    }
    for (const term of pod.nodeAffinity) {
      for (const expression of term) {
        const text = expressionText(expression);
        selectors.set(text, { key: expression.key, text });
      }
    }
  }
  return {
    group,
    hostNetwork: pods.some(({ leaning }) => leaning.hostNetwork),
    hostPid: pods.some(({ leaning }) => leaning.hostPid),
    privileged: pods.some(({ leaning }) => leaning.privileged),
    hostPaths: lists((leaning) => leaning.hostPaths),
    seccompProfiles: lists((leaning) => leaning.seccompProfiles),
    appArmorProfiles: lists((leaning) => leaning.appArmorProfiles),
    sysctls: lists((leaning) => leaning.sysctls),
    runtimeClasses: lists(({ runtimeClass }) => (runtimeClass ? [runtimeClass] : [])),
    capabilities: lists((leaning) => leaning.capabilities),
    devices: lists((leaning) => leaning.devices),
    images: lists((leaning) => leaning.images),
    selectors: [...selectors.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1)),
    drivers: sorted(volumes.flatMap(({ driver }) => (driver ? [driver] : []))),
    localVolumes: sorted(volumes.filter(({ local }) => local).map(({ name }) => name)),
  };
}

function expressionText({ key, operator, values }: LabelExpression): string {
  return `${key} ${operator}${values.length > 0 ? ` ${values.join(', ')}` : ''}`;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}
