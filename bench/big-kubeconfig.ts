import { readFile } from 'node:fs/promises';
import { Agent, fetch } from 'undici';
import type { Simulator } from '../cli/source/simulator.ts';
import { BIG_CLUSTER } from './big-cluster.ts';

/** Of the one cluster of `bigFleet`, as `az aks get-credentials` gets it. */
export async function bigKubeconfig({ armEndpoint, caFile }: Simulator): Promise<string> {
  const dispatcher = new Agent({ connect: { ca: await readFile(caFile, 'utf8') } });
  const url = `${armEndpoint}${BIG_CLUSTER}/listClusterUserCredential?api-version=2026-04-01`;
  const answer = await fetch(url, { method: 'POST', dispatcher, headers: { authorization: 'Bearer simulator' } });
  const { kubeconfigs } = (await answer.json()) as { kubeconfigs: { value: string }[] };
  await dispatcher.close();
  return Buffer.from(kubeconfigs[0]?.value ?? '', 'base64').toString('utf8');
}
