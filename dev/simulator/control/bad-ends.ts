import type { Fate, Twist } from '../model/changes.ts';
import type { FleetPool } from '../model/fleet.ts';
import { nodeCount } from '../model/nodes.ts';
import type { Faults } from './faults.ts';

/** Plays `fail-change`. */
export function fateFrom(faults: Faults): Fate {
  return (cluster, poolName) => {
    const fault = faults.ofChange('fail-change', cluster.name, poolName);
    if (!fault) return { kind: 'succeeds' };
    return { kind: fault.canceled ? 'is-canceled' : 'fails', code: fault.code, message: fault.message };
  };
}

/** Plays `leave-nodes` and `never-ready`: the change is reported as done, and its nodes tell another story. */
export function twistFrom(faults: Faults): Twist {
  return (cluster, poolName, plan) => {
    const pool = cluster.pools.find(({ name }) => name === poolName);
    if (!pool || plan.afterwards === 'gone') return plan;
    const after: Partial<FleetPool> = {};
    const { moving } = plan.meanwhile ?? {};
    if (moving) {
      const left = faults.ofChange('leave-nodes', cluster.name, poolName)?.nodes ?? 0;
      const count = nodeCount(pool);
      const images = Array.from({ length: count }, (_, at) =>
        at < count - left ? moving.to : (pool.image ?? moving.to),
      );
      if (left > 0) Object.assign(after, { machineImages: images });
    }
    const before = plan.doing === 'Creating' ? 0 : nodeCount(pool);
    const added = nodeCount({ ...pool, ...plan.afterwards }) - before;
    if (added > 0 && faults.ofChange('never-ready', cluster.name, poolName)) {
      Object.assign(after, { notReadyNodes: (plan.doing === 'Creating' ? 0 : (pool.notReadyNodes ?? 0)) + added });
    }
    return { ...plan, afterwards: { ...plan.afterwards, ...after } };
  };
}
