import type { KubernetesFace } from '../kubernetes/face.ts';
import type { Changes } from '../model/changes.ts';
import type { Fleet } from '../model/fleet.ts';
import { nodeCount } from '../model/nodes.ts';
import { type Fault, type FaultInput, FaultSpec, type Faults } from './faults.ts';
import { changeFleet, FleetChange, type FleetChangeInput } from './fleet-changes.ts';
import type { LoggedRequest, RequestCounts, RequestLog } from './request-log.ts';

/** What a simulated fleet is at the moment, in numbers. */
export interface FleetSummary {
  readonly name: string;
  readonly now: string;
  readonly fleetClock: string;
  readonly subscriptions: number;
  readonly clusters: number;
  readonly pools: number;
  readonly nodes: number;
}

/** The strings behind the scenery. The control endpoint offers the same over the network. */
export interface Control {
  /** @returns the fault's id @throws ZodError when there is no such fault */
  addFault(fault: FaultInput): string;
  faults(): readonly Fault[];
  /** @param id absent: all @returns whether there was one */
  removeFault(id?: string): boolean;
  counts(): RequestCounts;
  requests(): readonly LoggedRequest[];
  clearLog(): void;
  fleet(): FleetSummary;
  /** Changes the fleet without an ARM call; all of them, in order. @throws InputError `FLEET_CHANGE` */
  change(...changes: readonly FleetChangeInput[]): void;
}

export interface ControlOptions {
  readonly fleet: Fleet;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly changes: Changes;
  readonly kubernetes: KubernetesFace;
}

export function simulatorControl({ fleet, faults, log, changes, kubernetes }: ControlOptions): Control {
  return {
    addFault: (fault) => faults.add(FaultSpec.parse(fault)),
    faults: () => faults.list(),
    removeFault: (id) => faults.remove(id),
    counts: () => log.counts(),
    requests: () => log.requests(),
    clearLog: () => log.clear(),
    fleet() {
      changes.settle();
      const subscriptions = fleet.subscriptions();
      const clusters = subscriptions.flatMap(({ id }) => fleet.clustersOf(id));
      const pools = clusters.flatMap((cluster) => cluster.pools);
      return {
        name: fleet.name,
        now: new Date(fleet.clock.now()).toISOString(),
        fleetClock: fleet.clock.text(),
        subscriptions: subscriptions.length,
        clusters: clusters.length,
        pools: pools.length,
        nodes: pools.reduce((sum, pool) => sum + nodeCount(pool), 0),
      };
    },
    change(...wanted) {
      changes.settle();
      for (const change of wanted.map((one) => FleetChange.parse(one))) changeFleet(fleet, change, kubernetes);
      changes.settle();
      kubernetes.settle();
    },
  };
}
