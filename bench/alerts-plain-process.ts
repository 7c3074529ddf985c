/** The plain way: the typed client lists every pod, node, DaemonSet and event, and keeps them. Nothing is judged. */
import { AppsV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';

const [file = ''] = process.argv.slice(2);
const config = new KubeConfig();
config.loadFromFile(file);
const core = config.makeApiClient(CoreV1Api);
const before = process.cpuUsage();
const pods = await core.listPodForAllNamespaces();
const nodes = await core.listNode();
const daemonSets = await config.makeApiClient(AppsV1Api).listDaemonSetForAllNamespaces();
const events = await core.listEventForAllNamespaces();
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    cpuSeconds: (user + system) / 1e6,
    peakRssMb: process.resourceUsage().maxRSS / 1_024,
    nodes: nodes.items.length,
    pods: pods.items.length,
    others: daemonSets.items.length + events.items.length,
  }),
);
process.exit(0);
