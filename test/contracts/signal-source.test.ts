import type { NodeTrouble } from '../../shared/domain/alert/signals.ts';
import { givenCluster } from '../adapters/monitor/given-cluster.ts';
import { memorySignals } from '../support/alerts/memory-signals.ts';
import { signalSourceContract } from './signal-source.ts';

signalSourceContract('over the simulator', async () => {
  const cluster = await givenCluster();
  return {
    ...cluster,
    async outOfMemory(at) {
      const stamp = `${new Date(at).toISOString().slice(0, 19)}Z`;
      await cluster.admin('POST', '/api/v1/namespaces/default/events', {
        metadata: { name: 'oom.1', namespace: 'default' },
        type: 'Warning',
        reason: 'OOMKilling',
        message: 'Killed process 4711 (java)',
        involvedObject: { kind: 'Node', name: await cluster.nodeOf('apps') },
        firstTimestamp: stamp,
        lastTimestamp: stamp,
        count: 1,
      });
    },
  };
});

signalSourceContract('in memory', async () => {
  const now = () => Date.parse('2026-11-20T08:00:00Z');
  const seen = <T>(value: T) => ({ kind: 'seen', value, source: 'kubernetes' }) as const;
  const nodes = ['system-1', 'system-2', 'apps-1', 'apps-2'].map((name) => ({
    name,
    pool: name.slice(0, -2),
    ready: true,
  }));
  const troubles: NodeTrouble[] = [];
  const held = { nodes: seen(nodes), restarts: seen([]), pending: seen([]), daemonSets: seen([]), pastGrace: seen([]) };
  const source = memorySignals(new Map([['/c', { ...held, nodeTroubles: seen(troubles) }]]), { now });
  return {
    clusterId: '/c',
    source,
    now,
    async outOfMemory(at) {
      troubles.push({ node: 'apps-1', kind: 'oom-kill', at, detail: 'Killed process 4711 (java)' });
    },
    async close() {},
  };
});
