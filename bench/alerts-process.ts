/** The process that is measured: the signals of one cluster, read whole and then again when nothing has changed. */

import { keepHeapSmall } from '../cli/heap.ts';
import { countBytes } from './count-bytes.ts';

const [file = ''] = process.argv.slice(2);
const bytes = countBytes();
const { clusterConnections } = await import('../shared/adapters/kubernetes/connections.ts');
const { readKubeconfig } = await import('../shared/adapters/kubernetes/kubeconfig.ts');
const { kubernetesSignals } = await import('../shared/adapters/monitor/kubernetes-signals.ts');
const { systemClock } = await import('../shared/adapters/system/clock.ts');
const { systemDeadline } = await import('../shared/adapters/system/deadline.ts');
const { systemPause } = await import('../shared/adapters/system/pause.ts');
keepHeapSmall();

const access = await readKubeconfig(file);
const connections = clusterConnections(async () => access, systemClock, systemPause);
const source = kubernetesSignals(connections, systemClock, systemDeadline);

async function look() {
  const before = { bytes: bytes(), cpu: process.cpuUsage() };
  const signals = await source.read('kubeconfig/big', { since: Date.now() - 3_600_000, pools: [] });
  const { user, system } = process.cpuUsage(before.cpu);
  const { nodes, restarts, pending, pastGrace, daemonSets, nodeTroubles } = signals;
  const seen = [nodes, restarts, pending, pastGrace, daemonSets, nodeTroubles];
  return {
    cpuSeconds: (user + system) / 1e6,
    bytes: bytes() - before.bytes,
    nodes: nodes.kind === 'seen' ? nodes.value.length : 0,
    pods: restarts.kind === 'seen' ? restarts.value.length : 0,
    notSeen: seen.filter(({ kind }) => kind === 'unknown').length,
  };
}

const full = await look();
const unchanged = await look();
process.stdout.write(JSON.stringify({ full, unchanged, peakRssMb: process.resourceUsage().maxRSS / 1_024 }));
await connections.close();
