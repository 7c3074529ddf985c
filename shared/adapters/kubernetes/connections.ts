import type { Dispatcher } from 'undici';
import type { Instant } from '../../domain/time.ts';
import type { Clock, Pause } from '../../ports/clock.ts';
import { type ClusterAccess, connectionsTo } from './access.ts';
import type { FindAccess } from './cluster-reader.ts';
import { type KubernetesHttp, type KubernetesPatience, kubernetesHttp } from './http.ts';
import { type Refusal, refusalByError, SignInFailed } from './refusal.ts';
import { type KubernetesWatch, kubernetesWatch } from './watch.ts';
import { type KubernetesWriter, kubernetesWriter } from './write-http.ts';

/** Ways to API servers that are kept from pass to pass: an eviction does not pay for a handshake of its own. */
export interface ClusterConnections {
  /** @returns a refusal where there is no way to the cluster at present */
  to(clusterId: string): Promise<ClusterConnection | Refusal>;
  /** Ends every connection. */
  close(): Promise<void>;
}

export interface ClusterConnection {
  readonly reader: KubernetesHttp;
  readonly watch: KubernetesWatch;
  readonly writer: KubernetesWriter;
  /** The next one who asks gets a new way: this one's credential was not accepted. */
  forget(): void;
}

/** Longer than a drain's pauses, shorter than a credential's life. */
const KEPT_MS = 10 * 60_000;

/** Two are taken by watches; the rest carry evictions. */
const CONNECTIONS = 16;

interface Kept {
  readonly connection: Promise<Open | Refusal>;
  readonly since: Instant;
}

interface Open extends ClusterConnection {
  readonly dispatcher: Dispatcher;
}

/** @param patience of reads; a write is tried once, and the next pass looks what became of it */
export function clusterConnections(
  findAccess: FindAccess,
  clock: Clock,
  pause: Pause,
  patience?: KubernetesPatience,
): ClusterConnections {
  const kept = new Map<string, Kept>();

  function drop(id: string, one: Kept): void {
    if (kept.get(id) === one) kept.delete(id);
    void ended(one);
  }

  async function open(clusterId: string, forget: () => void): Promise<Open | Refusal> {
    const access = await found(findAccess, clusterId);
    if ('reason' in access) return access;
    const dispatcher = connectionsTo(access, CONNECTIONS);
    return {
      dispatcher,
      reader: kubernetesHttp(access, dispatcher, pause, patience),
      watch: kubernetesWatch(access, dispatcher),
      writer: kubernetesWriter(access, dispatcher, forget),
      forget,
    };
  }

  return {
    async to(clusterId) {
      const now = clock.now();
      for (const [id, one] of kept) if (now - one.since >= KEPT_MS) drop(id, one);
      let one = kept.get(clusterId);
      if (!one) {
        const made: Kept = { since: now, connection: open(clusterId, () => drop(clusterId, made)) };
        one = made;
        kept.set(clusterId, made);
      }
      try {
        const connection = await one.connection;
        if ('reason' in connection && kept.get(clusterId) === one) kept.delete(clusterId);
        return connection;
      } catch (error) {
        if (kept.get(clusterId) === one) kept.delete(clusterId);
        throw error;
      }
    },
    async close() {
      const all = [...kept.values()];
      kept.clear();
      const opened = await Promise.allSettled(all.map(({ connection }) => connection));
      await Promise.all(
        opened.map(async (one) => {
          if (one.status === 'fulfilled' && 'dispatcher' in one.value) await one.value.dispatcher.destroy();
        }),
      );
    },
  };
}

/** What is still under way on it may end; nothing new begins. */
async function ended({ connection }: Kept): Promise<void> {
  const [opened] = await Promise.allSettled([connection]);
  if (opened.status === 'fulfilled' && 'dispatcher' in opened.value) await opened.value.dispatcher.close();
}

/** @returns a refusal also where signing in did not work */
async function found(findAccess: FindAccess, clusterId: string): Promise<ClusterAccess | Refusal> {
  try {
    return await findAccess(clusterId);
  } catch (error) {
    if (error instanceof SignInFailed) return refusalByError(error);
    throw error;
  }
}
