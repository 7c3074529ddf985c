/** The plain way: the typed client lists every kind that an inspection reads, and keeps it. */
import {
  AdmissionregistrationV1Api,
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  NetworkingV1Api,
  PolicyV1Api,
  StorageV1Api,
} from '@kubernetes/client-node';
import { countRequests } from './count-requests.ts';

const [file = ''] = process.argv.slice(2);
const requests = countRequests();
const started = performance.now();
const config = new KubeConfig();
config.loadFromFile(file);
const core = config.makeApiClient(CoreV1Api);
const apps = config.makeApiClient(AppsV1Api);
const batch = config.makeApiClient(BatchV1Api);
const admission = config.makeApiClient(AdmissionregistrationV1Api);

const pods = await core.listPodForAllNamespaces();
const nodes = await core.listNode();
const others = [
  await core.listNamespace(),
  await core.listPersistentVolume(),
  await core.listPersistentVolumeClaimForAllNamespaces(),
  await apps.listDeploymentForAllNamespaces(),
  await apps.listReplicaSetForAllNamespaces(),
  await apps.listStatefulSetForAllNamespaces(),
  await apps.listDaemonSetForAllNamespaces(),
  await batch.listJobForAllNamespaces(),
  await batch.listCronJobForAllNamespaces(),
  await config.makeApiClient(PolicyV1Api).listPodDisruptionBudgetForAllNamespaces(),
  await config.makeApiClient(StorageV1Api).listCSIDriver(),
  await config.makeApiClient(NetworkingV1Api).listNetworkPolicyForAllNamespaces(),
  await admission.listValidatingWebhookConfiguration(),
  await admission.listMutatingWebhookConfiguration(),
];
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - started) / 1_000,
    peakRssMb: process.resourceUsage().maxRSS / 1_024,
    requests: requests(),
    nodes: nodes.items.length,
    pods: pods.items.length,
    notSeen: others.filter(({ items }) => items === undefined).length,
  }),
);
process.exit(0);
