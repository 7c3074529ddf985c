import type {
  DaemonSetSignal,
  NodeSignal,
  NodeTrouble,
  OverduePod,
  PendingPod,
  RestartCount,
  Signal,
  Signals,
} from '../../domain/alert/signals.ts';
import type { ObjectRef } from '../../domain/cluster/object-ref.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SignalQuestion } from '../../ports/signal-source.ts';
import { COLLECTED, clusterQueries, requestQuery } from './cluster-queries.ts';
import { type Asked, BASELINE_HOURS, errorRateOf, HOUR_MS } from './error-rate.ts';
import type { AskMonitor } from './monitor-http.ts';
import type { MoreSignals, SignalName } from './more-signals.ts';
import { troubleOf } from './node-row.ts';
import { poolOfNode } from './pool-of-node.ts';
import { promQuery, type Series } from './promql.ts';

/** Requests of so many minutes are "now". */
const LATELY = '5m';

type Told<N extends SignalName> = Extract<NonNullable<Signals[N]>, { kind: 'seen' }>['value'];
type Read<N extends SignalName> = (series: readonly Series[], asked: SignalQuestion) => Told<N> | string;
type OfMetrics = Exclude<SignalName, 'errorRate'>;

/**
 * Signals from a Prometheus query API, one query for each and for the whole cluster. What is missing there is unknown: a
 * cluster of which no series is collected has no healthy pods, it has none that are seen.
 *
 * @param withErrorRate whether requests are counted by the metrics of the cluster's ingress or mesh
 */
export function prometheusSignals(ask: AskMonitor, url: string, clock: Clock, withErrorRate: boolean): MoreSignals {
  const query = (text: string) => promQuery(ask, url, text, clock.now());
  const errorRate = errorRateOf('prometheus', {
    lately: async (clusterId) => requestsOf(await query(requestQuery(nameOf(clusterId), LATELY))),
    hours: async (clusterId) => hoursOf(await query(requestQuery(nameOf(clusterId), '1h', { hours: BASELINE_HOURS }))),
  });

  async function ofMetrics<N extends OfMetrics>(
    name: N,
    clusterId: string,
    asked: SignalQuestion,
  ): Promise<Signal<Told<N>>> {
    const answer = await query(clusterQueries(nameOf(clusterId))[name]);
    if (answer.kind === 'failed') return { kind: 'unknown', why: answer.why, source: 'prometheus' };
    const value = (READ[name] as Read<N>)(answer.value, asked);
    return typeof value === 'string'
      ? { kind: 'unknown', why: `Prometheus ${value}`, source: 'prometheus' }
      : { kind: 'seen', value, source: 'prometheus' };
  }

  return {
    tells: new Set<SignalName>([
      ...(Object.keys(READ) as OfMetrics[]),
      ...(withErrorRate ? ['errorRate' as const] : []),
    ]),
    async read(clusterId, asked, wanted) {
      const told = await Promise.all(
        [...wanted].map(async (name) => {
          if (name !== 'errorRate') return [[name, await ofMetrics(name, clusterId, asked)]];
          const now = clock.now();
          return withErrorRate ? [[name, await errorRate(clusterId, now, asked.untouchedUntil ?? now)]] : [];
        }),
      );
      return Object.fromEntries(told.flat()) as Partial<Signals>;
    },
  };
}

/** Azure labels the series of a cluster with its name. */
function nameOf(clusterId: string): string {
  return clusterId.slice(clusterId.lastIndexOf('/') + 1);
}

const READ: { readonly [N in OfMetrics]: Read<N> } = {
  nodes(series, { pools }) {
    const nodes = series.flatMap(({ labels, values }): NodeSignal[] => {
      const { node = '' } = labels;
      const pool = poolOfNode(node);
      const wanted = pools.length === 0 || (pool !== undefined && pools.includes(pool));
      return node && wanted ? [{ name: node, ...(pool && { pool }), ready: last(values) === 1 }] : [];
    });
    return series.length === 0 ? 'has no kube_node_status_condition of this cluster.' : nodes;
  },
  restarts(series) {
    if (series.length === 0) return 'has no kube_pod_container_status_restarts_total of this cluster.';
    return series.map((one): RestartCount => ({ ...onNode(one), restarts: last(one.values) }));
  },
  pending: (series) =>
    collected(series, ['kube_pod_status_phase']) ??
    rows(series).map((one): PendingPod => ({ ...podOf(one), since: last(one.values) * 1_000 })),
  pastGrace: (series) =>
    collected(series, ['kube_pod_deletion_timestamp']) ??
    rows(series).map((one): OverduePod => ({ ...onNode(one), graceEnded: last(one.values) * 1_000 })),
  daemonSets: daemonSetsOf,
  nodeTroubles(series, { since }) {
    const lacking = collected(series, ['container_oom_events_total', 'KernelDeadlock']);
    return lacking ?? rows(series).flatMap((one) => troublesOf(one, since));
  },
};

function rows(series: readonly Series[]): readonly Series[] {
  return series.filter(({ labels }) => labels[COLLECTED] === undefined);
}

/** @returns a sentence when such series are not there at all, so that their absence says nothing */
function collected(series: readonly Series[], metrics: readonly string[]): string | undefined {
  const missing = metrics.filter((metric) => !series.some(({ labels }) => labels[COLLECTED] === metric));
  return missing.length === 0 ? undefined : `has no ${missing.join(' and no ')} of this cluster.`;
}

function troublesOf({ labels, values }: Series, since: Instant): NodeTrouble[] {
  const { node = labels['instance'] ?? '', condition = '' } = labels;
  const kind = troubleOf(condition);
  const at = last(values) * 1_000;
  return kind && node && at >= since ? [{ node, kind, at, detail: `${condition} (as Prometheus has it)` }] : [];
}

/** Of pods that are missing nobody can say from metrics on which node: then it is unknown where, and not healthy. */
function daemonSetsOf(series: readonly Series[]): readonly DaemonSetSignal[] | string {
  const sets = series.filter(({ labels }) => labels['what'] === 'wanted');
  if (sets.length === 0) return 'has no kube_daemonset_status_desired_number_scheduled of this cluster.';
  const missing = series.find(({ labels, values }) => labels['what'] === 'missing' && last(values) > 0);
  if (missing) {
    const { namespace, daemonset } = missing.labels;
    return `says that pods of DaemonSet ${namespace}/${daemonset} are missing, and not on which nodes.`;
  }
  return sets.map(({ labels, values }) => {
    const { namespace = '', daemonset: name = '' } = labels;
    const ready = series.find(
      (one) =>
        one.labels['what'] === 'ready' && one.labels['namespace'] === namespace && one.labels['daemonset'] === name,
    );
    const failing = series.flatMap((one) => {
      const { what, node, created_by_kind: kind, created_by_name: owner } = one.labels;
      const is = what === 'failing' && kind === 'DaemonSet' && owner === name && one.labels['namespace'] === namespace;
      return is && node ? [node] : [];
    });
    return {
      workload: { kind: 'DaemonSet', namespace, name },
      wanted: last(values),
      ready: ready ? last(ready.values) : 0,
      failing: [...new Set(failing)].toSorted(),
    };
  });
}

/** What a ReplicaSet of a Deployment ends in: ten characters at most, none of which can be read as a word. */
const TEMPLATE_HASH = /-[bcdf-hj-np-tv-xz2456789]{6,10}$/;

function podOf({ labels }: Series) {
  const { namespace = '', pod = '', uid = '', created_by_kind: kind, created_by_name: name } = labels;
  const workload: ObjectRef | undefined =
    !kind || !name || kind === '<none>'
      ? undefined
      : kind === 'ReplicaSet' && TEMPLATE_HASH.test(name)
        ? { kind: 'Deployment', namespace, name: name.replace(TEMPLATE_HASH, '') }
        : { kind, namespace, name };
  return { pod: { kind: 'Pod', namespace, name: pod }, uid, ...(workload && { workload }) };
}

function onNode(one: Series) {
  const { node } = one.labels;
  return { ...podOf(one), ...(node && { node }) };
}

function last(values: Series['values']): number {
  return values.at(-1)?.value ?? 0;
}

function requestsOf(asked: Asked<readonly Series[]>): Asked<{ readonly requests: number; readonly failed: number }> {
  if (asked.kind === 'failed') return asked;
  const of = (what: string) => asked.value.find(({ labels }) => labels['what'] === what)?.values ?? [];
  if (of('all').length === 0) {
    return {
      kind: 'failed',
      why: 'Prometheus has no requests of this cluster, neither of NGINX ingress nor of Istio.',
    };
  }
  return { kind: 'told', value: { requests: Math.round(last(of('all'))), failed: last(of('failed')) } };
}

function hoursOf(asked: Asked<readonly Series[]>) {
  if (asked.kind === 'failed') return asked;
  const of = (what: string) => asked.value.find(({ labels }) => labels['what'] === what)?.values ?? [];
  const failed = new Map(of('failed').map(({ at, value }) => [at, value]));
  const value = of('all').map(({ at, value: requests }) => ({
    from: at * 1_000 - HOUR_MS,
    requests,
    failed: failed.get(at) ?? 0,
  }));
  return { kind: 'told', value } as const;
}
