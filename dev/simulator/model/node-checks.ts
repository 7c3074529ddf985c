import type { Instant } from '../../../shared/domain/time.ts';
import type { Change } from './change.ts';
import type { Fleet } from './fleet.ts';
import { type Gates, gateFailure } from './gates.ts';
import { nodesOf } from './nodes.ts';
import type { Checked, OpenChange } from './open-change.ts';
import { without } from './without.ts';

/** Asks about the node that has just had its turn. @returns `undefined`: nobody has to be asked */
export function beginCheck(fleet: Fleet, gates: Gates, open: OpenChange, at: number): OpenChange | undefined {
  const { change } = open;
  const place = placeOf(fleet, change);
  if (!place?.cluster.healthGates) return undefined;
  const { cluster, pool, moving } = place;
  const nodes = nodesOf(cluster, pool, fleet.clock.now());
  fleet.changePool(cluster, pool.name, { moving: { ...moving, upTo: at + 1 } });
  const waits = gates.ask(cluster, nodes[at]?.name ?? '', change);
  if (waits.length === 0) return undefined;
  const turnedAt = Math.ceil(moving.startedAt + ((at + 1) / nodes.length) * (moving.endsAt - moving.startedAt));
  const checked = { at, turnedAt, endsAt: change.endsAt, waits };
  return { ...open, change: { ...change, endsAt: Number.POSITIVE_INFINITY }, turned: at + 1, checked };
}

/** What came of it: still open, over for good, or the next node may have its turn. */
export function endCheck(
  fleet: Fleet,
  gates: Gates,
  open: OpenChange & { readonly checked: Checked },
  now: Instant,
): OpenChange {
  const { change, checked } = open;
  const place = placeOf(fleet, change);
  const free = without(open, 'checked');
  if (!place) return free;
  const { cluster, pool, moving } = place;
  const node = nodesOf(cluster, pool, now)[checked.at]?.name ?? '';
  const answer = gates.answer(cluster, node, change, checked.waits);
  if (answer.kind === 'waiting') return open;
  if (answer.kind === 'unhealthy') {
    const outcome = { kind: 'fails', ...gateFailure(pool.name, answer.because) } as const;
    return { ...free, stopped: true, change: { ...change, endsAt: now, outcome } };
  }
  gates.passed(cluster, node, change);
  // A moment less than it waited: the node that passed has had its turn, however that is rounded.
  const waited = now - checked.turnedAt - 1;
  fleet.changePool(cluster, pool.name, {
    moving: { ...moving, startedAt: moving.startedAt + waited, endsAt: moving.endsAt + waited },
  });
  return { ...free, change: { ...change, endsAt: checked.endsAt + waited } };
}

function placeOf(fleet: Fleet, { cluster: then, poolName }: Change) {
  const cluster = fleet.cluster(then.subscriptionId, then.resourceGroup, then.name);
  const pool = cluster?.pools.find(({ name }) => name === poolName);
  return cluster && pool?.moving && { cluster, pool, moving: pool.moving };
}
