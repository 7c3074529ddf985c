import { readFile } from 'node:fs/promises';
import { Agent, fetch } from 'undici';
import type { Simulator } from '../cli/source/simulator.ts';
import { connectionsTo } from '../shared/adapters/kubernetes/access.ts';
import { kubernetesHttp } from '../shared/adapters/kubernetes/http.ts';
import { parseKubeconfig } from '../shared/adapters/kubernetes/kubeconfig.ts';
import { kubernetesWatch } from '../shared/adapters/kubernetes/watch.ts';
import { kubernetesWriter } from '../shared/adapters/kubernetes/write-http.ts';
import { systemPause } from '../shared/adapters/system/pause.ts';
import { clusterId, NAMESPACE } from './drain-fleet.ts';

/** One cluster of the simulator, as whoever looks on sees it. */
export interface BenchCluster {
  readonly name: string;
  readonly kubeconfig: string;
  nodesOf(pool: string): Promise<readonly string[]>;
  /** Opens nodes that were kept closed while the pods were placed. */
  open(nodes: readonly string[]): Promise<void>;
  /** Waits until all pods are available, then follows how many of them are not. @returns ends it and says the most there were */
  followUnavailable(workloads: number): Promise<() => Promise<number>>;
  close(): Promise<void>;
}

interface Named {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

interface DeploymentEvent {
  readonly metadata: { readonly namespace?: string; readonly name: string };
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly availableReplicas?: number };
}

export async function benchCluster(simulator: Simulator, name: string): Promise<BenchCluster> {
  const kubeconfig = await kubeconfigOf(simulator, name);
  const access = await parseKubeconfig(kubeconfig, { trust: 'given' });
  const dispatcher = connectionsTo(access);
  const http = kubernetesHttp(access, dispatcher, systemPause);
  const writer = kubernetesWriter(access, dispatcher, () => {});
  return {
    name,
    kubeconfig,
    async nodesOf(pool) {
      const answer = await http.get(`/api/v1/nodes?labelSelector=kubernetes.azure.com%2Fagentpool%3D${pool}`);
      if (answer.kind !== 'answered') throw new Error(`nodes of ${name} could not be read`);
      return (answer.body as Named).items.map(({ metadata }) => metadata.name);
    },
    async open(nodes) {
      for (const node of nodes) await writer.patchNode(node, { spec: { taints: null } });
    },
    async followUnavailable(workloads) {
      const stop = new AbortController();
      const missing = new Map<string, number>();
      let most = 0;
      const path = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments?watch=true`;
      const events = kubernetesWatch(access, dispatcher).events(path, stop.signal)[Symbol.asyncIterator]();
      let whole = () => {};
      const placed = new Promise<void>((resolve) => {
        whole = resolve;
      });
      const take = (object: unknown) => {
        const { metadata, spec, status } = object as DeploymentEvent;
        missing.set(metadata.name, Math.max(0, (spec.replicas ?? 1) - (status.availableReplicas ?? 0)));
        const now = [...missing.values()].reduce((sum, count) => sum + count, 0);
        most = Math.max(most, now);
        if (now === 0 && missing.size === workloads) whole();
      };
      const following = (async () => {
        for (let next = await events.next(); !next.done; next = await events.next()) take(next.value.object);
      })();
      await placed;
      most = 0;
      return async () => {
        stop.abort();
        await following;
        return most;
      };
    },
    close: () => dispatcher.destroy(),
  };
}

/** As `az aks get-credentials` gets it. */
async function kubeconfigOf({ armEndpoint, caFile }: Simulator, name: string): Promise<string> {
  const dispatcher = new Agent({ connect: { ca: await readFile(caFile, 'utf8') } });
  const url = `${armEndpoint}${clusterId(name)}/listClusterUserCredential?api-version=2026-04-01`;
  const answer = await fetch(url, { method: 'POST', dispatcher, headers: { authorization: 'Bearer simulator' } });
  const { kubeconfigs } = (await answer.json()) as { kubeconfigs: { value: string }[] };
  await dispatcher.close();
  return Buffer.from(kubeconfigs[0]?.value ?? '', 'base64').toString('utf8');
}
