import type { TokenCredential } from '@azure/identity';
import { simulatorCredential } from '../adapters/arm/credential.ts';
import type { ClusterConnections } from '../adapters/kubernetes/connections.ts';
import { combinedSignals } from '../adapters/monitor/combined-signals.ts';
import { LOGS_SCOPE } from '../adapters/monitor/kql.ts';
import { kubernetesSignals } from '../adapters/monitor/kubernetes-signals.ts';
import { logSignals } from '../adapters/monitor/logs.ts';
import { askMonitor } from '../adapters/monitor/monitor-http.ts';
import { prometheusSignals } from '../adapters/monitor/prometheus.ts';
import { PROMETHEUS_SCOPE } from '../adapters/monitor/promql.ts';
import type { Config } from '../config/config.ts';
import { isLoopback } from '../config/setting.ts';
import type { Clock } from '../ports/clock.ts';
import type { Deadline } from '../ports/deadline.ts';
import type { SignalSource } from '../ports/signal-source.ts';

export type SignalSettings = Pick<Config, 'PROMETHEUS_URL' | 'LOGS_WORKSPACE_ID' | 'LOGS_URL' | 'ERROR_RATE_SOURCE'>;

/** The cluster's own API, and what else the settings name. */
export function signalSourceOf(
  config: SignalSettings,
  connections: ClusterConnections,
  clock: Clock,
  deadline: Deadline,
  credential: TokenCredential,
): SignalSource {
  const { PROMETHEUS_URL: prometheusUrl, LOGS_WORKSPACE_ID: workspaceId, LOGS_URL: url } = config;
  const rates = config.ERROR_RATE_SOURCE;
  const kubernetes = kubernetesSignals(connections, clock, deadline);
  const prometheus =
    prometheusUrl === undefined
      ? undefined
      : prometheusSignals(
          askMonitor('Prometheus', PROMETHEUS_SCOPE, credentialFor(prometheusUrl, credential), deadline),
          prometheusUrl,
          clock,
          rates === 'prometheus',
        );
  const logs =
    workspaceId === undefined
      ? undefined
      : logSignals(
          askMonitor('Azure Monitor Logs', LOGS_SCOPE, credentialFor(url, credential), deadline),
          { url, workspaceId },
          clock,
          rates === 'logs',
        );
  if (!prometheus && !logs) return kubernetes;
  return combinedSignals(kubernetes, { ...(prometheus && { prometheus }), ...(logs && { logs }) });
}

/** What listens on this machine gets no token of ours: it could be anything. */
function credentialFor(url: string, credential: TokenCredential): TokenCredential {
  return isLoopback(url) ? simulatorCredential : credential;
}
