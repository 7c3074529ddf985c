import { z } from 'zod';
import type { ClusterFacts } from '../../domain/cluster/facts.ts';
import { factsNotSeen } from '../../domain/cluster/facts-not-seen.ts';
import type { Clock, Pause } from '../../ports/clock.ts';
import type { ClusterReader } from '../../ports/cluster-reader.ts';
import { type ClusterAccess, connectionsTo } from './access.ts';
import { type KubernetesHttp, type KubernetesPatience, kubernetesHttp } from './http.ts';
import { inTurn } from './in-turn.ts';
import { KINDS, WEBHOOKS, WORKLOADS } from './kinds.ts';
import { type Kind, readList } from './list.ts';
import { type Refusal, refusalByError, SignInFailed } from './refusal.ts';
import { together } from './together.ts';

/** How one gets to a cluster; a refusal where there is no way to it. @throws SignInFailed when no credential can be made */
export type FindAccess = (clusterId: string) => Promise<ClusterAccess | Refusal>;

const Version = z.object({ gitVersion: z.string().max(100) });

/**
 * Reads a cluster kind by kind. A cluster whose API server cannot be reached is asked once, not for every kind.
 * Two kinds are read at a time: pages are large, and what is in hand at once decides how much memory it takes.
 */
export function kubernetesClusterReader(
  findAccess: FindAccess,
  clock: Clock,
  pause: Pause,
  patience?: KubernetesPatience,
): ClusterReader {
  return {
    async read(clusterId) {
      const head = { clusterId, readAt: clock.now() };
      const access = await findAccess(clusterId).catch((error: unknown): Refusal => {
        if (error instanceof SignInFailed) return refusalByError(error);
        throw error;
      });
      if ('reason' in access) return factsNotSeen(clusterId, head.readAt, access);
      const dispatcher = connectionsTo(access);
      try {
        const read = await readAll(kubernetesHttp(access, dispatcher, pause, patience));
        return 'reason' in read ? factsNotSeen(clusterId, head.readAt, read) : { ...head, ...read };
      } finally {
        await dispatcher.destroy();
      }
    },
  };
}

type Lists = Omit<ClusterFacts, 'clusterId' | 'readAt'>;

/** @returns the refusal where there is no way to the API server */
async function readAll(http: KubernetesHttp): Promise<Lists | Refusal> {
  const version = await http.get('/version');
  if (version.kind === 'refused' && version.reason === 'unreachable') return version;
  const told = version.kind === 'answered' ? Version.safeParse(version.body).data?.gitVersion : undefined;
  const line = inTurn(2);
  const read = <T>(kind: Kind<T>) => line(() => readList(http, kind));
  const several = <T>(kinds: Readonly<Record<string, Kind<T>>>) =>
    Promise.all(Object.entries(kinds).map(async ([name, kind]) => ({ name, seen: await read(kind) }))).then(together);
  // The longest list comes first, so that the short ones are read beside it.
  const [pods, nodes, workloads, budgets, namespaces, volumes, claims, csiDrivers, webhooks, networkPolicies] =
    await Promise.all([
      read(KINDS.pods),
      read(KINDS.nodes),
      several(WORKLOADS),
      read(KINDS.budgets),
      read(KINDS.namespaces),
      read(KINDS.volumes),
      read(KINDS.claims),
      read(KINDS.csiDrivers),
      several(WEBHOOKS),
      read(KINDS.networkPolicies),
    ]);
  return {
    ...(told !== undefined && { serverVersion: told }),
    nodes,
    pods,
    workloads,
    budgets,
    namespaces,
    volumes,
    claims,
    csiDrivers,
    webhooks,
    networkPolicies,
  };
}
