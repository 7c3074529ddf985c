import type { Fleet } from '../fleet.ts';
import { calendarView } from './calendar.ts';
import { clusterView } from './cluster.ts';
import { clusterNames } from './cluster-names.ts';
import { findingsPage } from './findings.ts';
import { imageView } from './image.ts';
import { poolsPage } from './pools.ts';
import type { ReadPorts } from './ports.ts';
import { snapshots } from './snapshot.ts';
import { sweepView } from './sweep-view.ts';

/** Everything that can be asked. Make it once per process: it keeps what it has read of the fleet. */
export type FleetQueries = Pick<
  Fleet,
  'findings' | 'pools' | 'cluster' | 'clusterNames' | 'latestSweep' | 'calendar' | 'image'
>;

export function fleetQueries(ports: ReadPorts): FleetQueries {
  const look = snapshots(ports);
  return {
    async findings(query) {
      const snapshot = await look();
      return snapshot && findingsPage(snapshot, query);
    },
    async pools(query) {
      const snapshot = await look();
      return snapshot && poolsPage(snapshot, query);
    },
    async cluster(clusterId) {
      const snapshot = await look();
      return snapshot && clusterView(snapshot, clusterId);
    },
    async clusterNames() {
      const snapshot = await look();
      return snapshot ? clusterNames(snapshot) : [];
    },
    async latestSweep() {
      const [snapshot, ownFindings] = await Promise.all([look(), ports.ownFindings.list()]);
      return snapshot && sweepView(snapshot, ownFindings);
    },
    async calendar() {
      const [snapshot, policy] = await Promise.all([look(), ports.policy.load()]);
      return calendarView(snapshot?.policy ?? policy, snapshot);
    },
    async image(version) {
      return imageView(version, await ports.policy.load(), ports.clock.now());
    },
  };
}
