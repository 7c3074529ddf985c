import { labelIs } from './promql.ts';

/** Label of a series that only says that its kind of series is collected for this cluster. */
export const COLLECTED = 'image_steward_collected';

/** A pod or a node that just came may take this long to be ready. */
const SETTLES_SECONDS = 120;

const POD = 'namespace, pod, uid';
const TROUBLED =
  'KernelDeadlock|ReadonlyFilesystem|FilesystemCorruptionProblem|ContainerRuntimeProblem|FrequentContainerdRestart';

/**
 * One query for each signal of a whole cluster, in the names of kube-state-metrics and cAdvisor. Where no row would mean
 * that all is well, a further row says that such series are there at all.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
 * @see https://learn.microsoft.com/azure/azure-monitor/containers/prometheus-metrics-scrape-default
 */
export function clusterQueries(cluster: string) {
  const of = labelIs('cluster', cluster);
  const info = `max by (${POD}, node, created_by_kind, created_by_name) (kube_pod_info{${of}})`;
  /** The value stays; node and owner of the pod are put beside it. */
  const withOwner = (pods: string) =>
    `(${pods}) * on (${POD}) group_left (node, created_by_kind, created_by_name) ${info}`;
  const pods = (metric: string, labels = '') => `max by (${POD}) (${metric}{${of}${labels && `, ${labels}`}})`;
  const going = pods('kube_pod_deletion_timestamp');
  const collected = (metric: string, within = '') =>
    ` or label_replace(count(${within ? `last_over_time(${metric}{${of}}[${within}])` : `${metric}{${of}}`}), "${COLLECTED}", "${metric}", "", "")`;
  const old = `(time() - ${pods('kube_pod_created')} > ${SETTLES_SECONDS})`;
  const bySet = (metric: string, what: string) =>
    `label_replace(max by (namespace, daemonset) (${metric}{${of}}), "what", "${what}", "", "")`;
  const unready = `${pods('kube_pod_status_ready', 'condition="true"')} == 0`;

  return {
    nodes: `max by (node) (kube_node_status_condition{${of}, condition="Ready", status="true"})`,
    restarts: withOwner(`sum by (${POD}) (kube_pod_container_status_restarts_total{${of}})`),
    pending:
      withOwner(
        `(${pods('kube_pod_created')} and on (${POD}) (${pods('kube_pod_status_phase', 'phase="Pending"')} == 1)) unless on (${POD}) ${going}`,
      ) + collected('kube_pod_status_phase'),
    // It goes away with the pod: that it was there within a day says that it is collected.
    pastGrace: withOwner(`${going} < time()`) + collected('kube_pod_deletion_timestamp', '1d'),
    daemonSets: [
      bySet('kube_daemonset_status_desired_number_scheduled', 'wanted'),
      bySet('kube_daemonset_status_number_ready', 'ready'),
      `label_replace(${withOwner(`((${unready}) and on (${POD}) ${old}) unless on (${POD}) ${going}`)}, "what", "failing", "", "")`,
      `label_replace(min_over_time((max by (namespace, daemonset) (kube_daemonset_status_desired_number_scheduled{${of}} - kube_daemonset_status_current_number_scheduled{${of}}))[2m:30s]), "what", "missing", "", "")`,
    ].join(' or '),
    // Since when: the first moment of the last day; what is older is older than the last day.
    nodeTroubles:
      `min_over_time(timestamp(max by (node, condition) (kube_node_status_condition{${of}, condition=~"${TROUBLED}", status="true"}) == 1)[1d:1m])` +
      ` or label_replace(max_over_time(timestamp(sum by (node) (increase(container_oom_events_total{${of}}[2m])) > 0)[1h:1m]), "condition", "OOMKilling", "", "")` +
      collected('container_oom_events_total') +
      ` or label_replace(count(kube_node_status_condition{${of}, condition="KernelDeadlock"}), "${COLLECTED}", "KernelDeadlock", "", "")`,
  } as const;
}

/** Requests through the cluster's ingress or mesh, in the names of the add-ons that AKS has for them. */
const REQUESTS = [
  { metric: 'nginx_ingress_controller_requests', labels: '', failed: 'status=~"5.."' },
  { metric: 'istio_requests_total', labels: 'reporter="destination"', failed: 'response_code=~"5.."' },
] as const;

/** @param range as in `5m`; with `every`, one value for each step of as many hours */
export function requestQuery(cluster: string, range: string, steps?: { readonly hours: number }): string {
  const of = labelIs('cluster', cluster);
  const sum = (what: 'all' | 'failed') =>
    REQUESTS.map(({ metric, labels, failed }) => {
      const matchers = [of, labels, what === 'failed' ? failed : ''].filter(Boolean).join(', ');
      return `sum(increase(${metric}{${matchers}}[${range}]))`;
    }).join(' or ');
  const both = `label_replace(${sum('all')}, "what", "all", "", "") or label_replace(${sum('failed')}, "what", "failed", "", "")`;
  return steps ? `(${both})[${steps.hours}h:1h]` : both;
}
