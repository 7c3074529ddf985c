import type { HealthCheckRequest, HealthSignal } from '../../domain/alert/health-signal.ts';
import type { HealthGates, OpenRequests } from '../../ports/health-gates.ts';

/** Gates of clusters that a test opens and shuts. */
export interface MemoryHealthGates extends HealthGates {
  /** By cluster; a cluster without an entry does not have the resources. */
  readonly requests: Map<string, readonly HealthCheckRequest[]>;
  /** What stands at present, by the uid of the request that it answers. */
  readonly signals: Map<string, HealthSignal>;
  /** How often something was really written. */
  writes(): number;
}

export function memoryHealthGates(): MemoryHealthGates {
  const requests = new Map<string, readonly HealthCheckRequest[]>();
  const signals = new Map<string, HealthSignal>();
  let writes = 0;

  async function openRequests(clusterId: string): Promise<OpenRequests> {
    const open = requests.get(clusterId);
    return open ? { kind: 'seen', requests: open } : { kind: 'not-there' };
  }

  return {
    requests,
    signals,
    writes: () => writes,
    openRequests,
    async publish(clusterId, signal) {
      const { uid } = signal.request;
      if (!requests.get(clusterId)?.some((one) => one.uid === uid)) {
        return { kind: 'changed', because: 'AKS does not ask this any more' };
      }
      const before = signals.get(uid);
      if (before && isSame(before, signal)) return { kind: 'accepted' };
      const at = before?.status === signal.status ? before.at : signal.at;
      signals.set(uid, { ...signal, at });
      writes += 1;
      return { kind: 'accepted' };
    },
  };
}

function isSame(a: HealthSignal, b: HealthSignal): boolean {
  return a.status === b.status && a.reason === b.reason && a.message === b.message;
}
