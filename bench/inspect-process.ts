/** The process that is measured: one inspection from a kubeconfig, as `steward inspect --kubeconfig` makes it. */

import { keepHeapSmall } from '../cli/heap.ts';
import { countRequests } from './count-requests.ts';

const [file = ''] = process.argv.slice(2);
const requests = countRequests();
keepHeapSmall();
const started = performance.now();
const { inspectKubeconfig } = await import('../shared/host/laptop-inspect.ts');
const { nodes, pods, notSeen } = await inspectKubeconfig({ file });
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - started) / 1_000,
    peakRssMb: process.resourceUsage().maxRSS / 1_024,
    requests: requests(),
    nodes,
    pods,
    notSeen: notSeen.length,
  }),
);
