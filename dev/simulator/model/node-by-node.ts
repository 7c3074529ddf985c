import type { Instant } from '../../../shared/domain/time.ts';
import { type Drains, drainFailure, drainRules } from './drains.ts';
import type { Fleet, FleetPool } from './fleet.ts';
import type { Gates } from './gates.ts';
import { beginCheck, endCheck } from './node-checks.ts';
import { nodesOf } from './nodes.ts';
import type { OpenChange } from './open-change.ts';
import { without } from './without.ts';

const MINUTE = 60_000;

/** What a move of nodes meets in the cluster itself. */
export interface Met {
  readonly drains: Drains;
  readonly gates: Gates;
}

/**
 * Lets the nodes of a move have their turns up to now, one after the other. A node whose pods a budget keeps holds the
 * move up, until the budget opens or the pool's drain timeout has passed; so does one that a health gate asks about.
 */
export function takeTurns(fleet: Fleet, met: Met, open: OpenChange, now: Instant): OpenChange {
  const { checked } = open;
  if (checked) {
    const after = endCheck(fleet, met.gates, { ...open, checked }, now);
    return after.checked || after.stopped ? after : takeTurns(fleet, met, after, now);
  }
  const { drains, gates } = met;
  const { cluster: then, poolName } = open.change;
  const cluster = fleet.cluster(then.subscriptionId, then.resourceGroup, then.name);
  const pool = cluster?.pools.find(({ name }) => name === poolName);
  if (!cluster || !pool?.moving) return open;
  const nodes = nodesOf(cluster, pool, now);
  const set = (moving: Partial<NonNullable<FleetPool['moving']>>) =>
    fleet.changePool(cluster, poolName, {
      moving: { ...(pool.moving as NonNullable<FleetPool['moving']>), ...moving },
    });

  if (open.held) {
    const { at, since, endsAt } = open.held;
    const name = nodes[at]?.name ?? '';
    const obstacle = drains.obstacle(cluster, name);
    const { timeoutMinutes, quarantine } = drainRules(pool);
    const gaveUpAt = since + timeoutMinutes * MINUTE;
    if (obstacle && now < gaveUpAt) return { ...open, held: { ...open.held, obstacle } };
    const waited = (obstacle ? gaveUpAt : now) - since;
    const failed = { kind: 'fails', ...drainFailure(name, obstacle ?? open.held.obstacle) } as const;
    if (obstacle) drains.giveUp(cluster, name, quarantine);
    if (obstacle && !quarantine) {
      set({ upTo: at });
      return { ...open, stopped: true, change: { ...open.change, endsAt: gaveUpAt, outcome: failed } };
    }
    const { startedAt, endsAt: movedBy, leftBehind = [] } = pool.moving;
    set({
      startedAt: startedAt + waited,
      endsAt: movedBy + waited,
      upTo: at + 1,
      leftBehind: obstacle ? [...leftBehind, nodes[at]?.number ?? -1] : leftBehind,
    });
    const free = without(open, 'held');
    const next: OpenChange = {
      ...free,
      change: { ...open.change, endsAt: endsAt + waited },
      turned: at + 1,
      ...(obstacle && { leftBehind: failed }),
    };
    return (obstacle ? undefined : beginCheck(fleet, gates, next, at)) ?? takeTurns(fleet, met, next, now);
  }

  const { startedAt, endsAt } = pool.moving;
  const share = Math.min(1, Math.max(0, (now - startedAt) / Math.max(1, endsAt - startedAt)));
  const due = Math.floor(nodes.length * share);
  for (let at = open.turned; at < due; at += 1) {
    const { name = '', image } = nodes[at] ?? {};
    // It runs that already, and is left alone.
    if (image === pool.moving.to) continue;
    drains.begin(cluster, name);
    const obstacle = drains.obstacle(cluster, name);
    if (!obstacle) {
      const asked = beginCheck(fleet, gates, open, at);
      if (asked) return asked;
      continue;
    }
    set({ upTo: at });
    const since = startedAt + ((at + 1) / nodes.length) * (endsAt - startedAt);
    const held = { at, since, endsAt: open.change.endsAt, obstacle };
    const waiting = { ...open.change, endsAt: Number.POSITIVE_INFINITY };
    return takeTurns(fleet, met, { ...open, change: waiting, turned: at, held }, now);
  }
  // What has not had its turn yet cannot have moved, however far the clock is by the time of the next look.
  if (pool.moving.upTo !== Math.max(open.turned, due)) set({ upTo: Math.max(open.turned, due) });
  return { ...open, turned: Math.max(open.turned, due) };
}
