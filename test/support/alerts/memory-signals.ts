/** Signals out of this process's memory, for what is not about where they come from. */
import type { Signals } from '../../../shared/domain/alert/signals.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { SignalSource } from '../../../shared/ports/signal-source.ts';

/** @param clusters by id; one that is not there cannot be reached */
export function memorySignals(
  clusters: ReadonlyMap<string, Omit<Signals, 'clusterId' | 'readAt'>>,
  clock: Clock,
): SignalSource {
  return {
    async read(clusterId, { pools, since }) {
      const head = { clusterId, readAt: clock.now() };
      const held = clusters.get(clusterId);
      if (!held) {
        const none = { kind: 'unknown', why: 'There is no way to the cluster.', source: 'kubernetes' } as const;
        return {
          ...head,
          nodes: none,
          restarts: none,
          pending: none,
          daemonSets: none,
          pastGrace: none,
          nodeTroubles: none,
        };
      }
      const { nodes, nodeTroubles } = held;
      const ofPools = (pool: string | undefined) => pools.length === 0 || (pool !== undefined && pools.includes(pool));
      return {
        ...head,
        ...held,
        nodes: nodes.kind === 'seen' ? { ...nodes, value: nodes.value.filter(({ pool }) => ofPools(pool)) } : nodes,
        nodeTroubles:
          nodeTroubles.kind === 'seen'
            ? { ...nodeTroubles, value: nodeTroubles.value.filter(({ at }) => at >= since) }
            : nodeTroubles,
      };
    },
  };
}
