import type { Instant } from '../../domain/time.ts';
import { kqlText, kqlTime } from './kql.ts';
import { EVENT_REASONS } from './node-row.ts';

/** More lines of one look are one storm; the newest of them are shown. */
const MOST_LINES = 500;

/** What a kernel, containerd or the kubelet writes; the words that node problem detector looks for too. */
const WORDS = {
  'kernel-panic':
    'Kernel panic|BUG: unable to handle|BUG: soft lockup|blocked for more than \\w+ seconds|divide error: 0000',
  'oom-kill': 'Killed process \\d+ .*total-vm',
  'filesystem-read-only': 'Remounting filesystem read-only|EXT4-fs error',
  'container-runtime':
    'containerd.service: (Main process exited|Failed with result)|container runtime is down|PLEG is not healthy|failed to connect to containerd',
} as const;

/**
 * Grave lines and events of one cluster's nodes, and when the last line of its nodes came at all.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-syslog
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/syslog
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/kubeevents
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerlogv2
 * @see https://github.com/kubernetes/node-problem-detector/blob/master/config/kernel-monitor.json
 */
export function troubleQuery(clusterId: string, since: Instant, coverageSince: Instant): string {
  const kinds = Object.entries(WORDS).map(([kind, words]) => `Line matches regex ${kqlText(words)}, ${kqlText(kind)}`);
  const reasons = Object.entries(EVENT_REASONS).map(
    ([reason, kind]) => `Reason == ${kqlText(reason)}, ${kqlText(kind)}`,
  );
  return [
    `let cluster = ${kqlText(clusterId)};`,
    `let since = ${kqlTime(since)};`,
    'let lines = union isfuzzy=true',
    '  (Syslog | where TimeGenerated >= since and _ResourceId =~ cluster',
    '    and (Facility == "kern" or ProcessName in~ ("kernel", "containerd", "kubelet", "systemd"))',
    '    | project At = TimeGenerated, Node = Computer, Line = SyslogMessage),',
    '  (ContainerLogV2 | where TimeGenerated >= since and _ResourceId =~ cluster',
    '    and PodNamespace == "kube-system" and PodName startswith "node-problem-detector"',
    '    | project At = TimeGenerated, Node = Computer, Line = tostring(LogMessage));',
    `let grave = lines | extend Kind = case(${kinds.join(', ')}, "") | where Kind != "";`,
    'let events = union isfuzzy=true (datatable(At: datetime, Node: string, Line: string, Kind: string) []),',
    '  (KubeEvents | where TimeGenerated >= since and ClusterId =~ cluster and ObjectKind == "Node"',
    `    | extend Kind = case(${reasons.join(', ')}, "") | where Kind != ""`,
    '    | project At = TimeGenerated, Node = Name, Line = strcat(Reason, ": ", Message), Kind);',
    `let newest = union isfuzzy=true (datatable(TimeGenerated: datetime) []),`,
    `  (Syslog | where TimeGenerated >= ${kqlTime(coverageSince)} and _ResourceId =~ cluster)`,
    '  | summarize At = max(TimeGenerated) | extend Node = "", Line = "", Kind = "newest";',
    `union (grave | top ${MOST_LINES} by At desc), (events | top ${MOST_LINES} by At desc), newest`,
    '| project At, Node, Kind, Line = substring(Line, 0, 500)',
  ].join('\n');
}

/**
 * Requests that pods of the cluster served, as Application Insights counts them. One row may stand for several requests
 * (sampling): `ItemCount` says for how many.
 *
 * @param step whole hours, or one sum of everything
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/apprequests
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/kubepodinventory
 */
export function requestsQuery(clusterId: string, from: Instant, to: Instant, step: 'hours' | 'sum'): string {
  return [
    `let cluster = ${kqlText(clusterId)};`,
    `let pods = KubePodInventory | where TimeGenerated between (${kqlTime(from)} .. ${kqlTime(to)})`,
    '  and ClusterId =~ cluster | distinct Name;',
    `AppRequests | where TimeGenerated >= ${kqlTime(from)} and TimeGenerated < ${kqlTime(to)}`,
    '  and AppRoleInstance in (pods)',
    '| summarize Requests = sum(ItemCount), Failed = sumif(ItemCount, Success == false)' +
      (step === 'hours' ? ' by From = bin(TimeGenerated, 1h)' : ''),
  ].join('\n');
}
