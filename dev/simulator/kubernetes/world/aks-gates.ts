import type { Change } from '../../model/change.ts';
import type { FleetCluster } from '../../model/fleet.ts';
import type { GateAnswer, Gates, Wait } from '../../model/gates.ts';
import { guidOf } from '../../model/stable-hash.ts';
import type { KubeCluster } from '../cluster.ts';
import type { KubernetesFace } from '../face.ts';
import type { Condition, KubeObject } from '../objects.ts';

/** Signals, requests and policies as their CRDs have them. @see https://github.com/Azure/AKS-Health-Signal */
const PROVIDER_LABEL = 'health.aks.io/provider';
const CORRELATION = 'kubernetes.azure.com/upgradeCorrelationID';
const VERSION = 'kubernetes.azure.com/targetKubernetesVersion';

/** AKS clamps longer ones to this, and takes it where a policy names none. */
const MOST_MS = 5 * 60_000;

/** What AKS's upgrade health gate does in a cluster that has it. */
export function aksGates(face: Pick<KubernetesFace, 'of'>): Gates {
  return {
    ask(cluster, node, change) {
      const kube = face.of(cluster);
      const rules = kube ? rulesFor(kube, change.poolName) : [];
      if (!kube || rules.length === 0) return [];
      const now = kube.now();
      for (const [scope, target] of [
        ['NodePool', change.poolName],
        ['Node', node],
      ] as const) {
        const request = requestOf(kube, cluster, change, scope, target);
        if (!kube.store.get('healthcheckrequests', undefined, request.metadata.name)) {
          kube.store.put('healthcheckrequests', request);
        }
      }
      return rules.map(({ provider, timeoutMs }) => ({ provider, until: now + timeoutMs }));
    },
    answer(cluster, node, change, waits) {
      const kube = face.of(cluster);
      return kube ? answerOf(kube, node, change, waits) : { kind: 'waiting' };
    },
    passed(cluster, node, change) {
      remove(face.of(cluster), (request) => isOf(request, change) && targetOf(request) === node);
    },
    over(change) {
      if (!change.cluster.healthGates) return;
      remove(face.of(change.cluster), (request) => isOf(request, change));
    },
  };
}

interface Rule {
  readonly target: { readonly scope: string; readonly name?: string };
  readonly nodeTimeout?: string;
}

interface Spec {
  readonly provider: string;
  readonly rules: readonly Rule[];
}

/** The most specific rule of each registered monitor; one that has none for this pool does not gate it. */
function rulesFor(kube: KubeCluster, pool: string) {
  return kube.store.list('upgradegatepolicies').flatMap(({ spec }) => {
    const { provider, rules } = spec as Spec;
    const rule =
      rules.find(({ target }) => target.scope === 'NodePool' && target.name === pool) ??
      rules.find(({ target }) => target.scope === 'Cluster');
    return rule ? [{ provider, timeoutMs: Math.min(MOST_MS, milliseconds(rule.nodeTimeout)) }] : [];
  });
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** GEP-2257: `5m`, `1m30s`. */
function milliseconds(text: string | undefined): number {
  if (text === undefined) return MOST_MS;
  const parts = [...text.matchAll(/(\d{1,5})(h|ms|m|s)/g)];
  return parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
}

function requestOf(
  kube: KubeCluster,
  { kubernetesVersion }: FleetCluster,
  { id }: Change,
  scope: 'Node' | 'NodePool',
  target: string,
): KubeObject {
  const name = `${target}-${id.slice(0, 8)}`;
  return {
    metadata: {
      name,
      uid: guidOf(`${kube.id} ${id} ${scope} ${target}`),
      resourceVersion: '',
      generation: 1,
      creationTimestamp: kube.stamp(),
      annotations: { [CORRELATION]: id, [VERSION]: kubernetesVersion },
    },
    spec: { scope, targetRef: { name: target } },
  };
}

/** A `False` of anyone, on whatever scope, aborts at once; only the node's own `True` is waited for. */
function answerOf(kube: KubeCluster, node: string, change: Change, waits: readonly Wait[]): GateAnswer {
  const requests = kube.store.list('healthcheckrequests').filter((one) => isOf(one, change));
  const now = kube.now();
  let open = false;
  for (const { provider, until } of waits) {
    const signals = kube.store
      .list('healthsignals')
      .filter(({ metadata }) => metadata.labels?.[PROVIDER_LABEL] === provider);
    for (const request of requests) {
      const bad = conditionsFor(signals, request).find(({ status }) => status === 'False');
      if (bad) return { kind: 'unhealthy', because: saidOf(provider, request, bad) };
    }
    const asked = requests.find((one) => targetOf(one) === node);
    const conditions = asked ? conditionsFor(signals, asked) : [];
    if (conditions.length > 0 && conditions.every(({ status }) => status === 'True')) continue;
    if (now >= until) {
      const because = `${provider} gave no healthy verdict on HealthCheckRequest ${asked?.metadata.name ?? node} in time.`;
      return { kind: 'unhealthy', because };
    }
    open = true;
  }
  return { kind: open ? 'waiting' : 'healthy' };
}

function conditionsFor(signals: readonly KubeObject[], { metadata: { uid } }: KubeObject): readonly Condition[] {
  return signals
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid))
    .flatMap(({ status }) => (status as { readonly conditions?: readonly Condition[] } | undefined)?.conditions ?? []);
}

const saidOf = (provider: string, { metadata }: KubeObject, { type, status, reason, message }: Condition): string =>
  `HealthSignal of ${provider} for HealthCheckRequest ${metadata.name} reports ${type}=${status} (${reason}): ${message}`;

const isOf = ({ metadata }: KubeObject, { id }: Change): boolean => metadata.annotations?.[CORRELATION] === id;

const targetOf = ({ spec }: KubeObject): string =>
  (spec as { readonly targetRef?: { readonly name?: string } }).targetRef?.name ?? '';

function remove(kube: KubeCluster | undefined, which: (request: KubeObject) => boolean): void {
  if (!kube) return;
  for (const request of kube.store.list('healthcheckrequests')) {
    if (which(request)) kube.store.remove('healthcheckrequests', request);
  }
}
