import { type Instant, momentText } from '../time.ts';
import type { Folded } from './apply.ts';
import type { Migration } from './migration.ts';
import { goneHappening } from './order-words.ts';
import { type Order, stands } from './orders.ts';

/**
 * Without the orders that do not hold any more, each with a word in the evidence: their time is over, or their pod has
 * left. One of the same name may run elsewhere by now, and nobody has said anything of that one.
 */
export function dropGoneOrders(migration: Migration, now: Instant): Folded {
  const orders = migration.orders ?? [];
  const gone = orders.flatMap((order) => {
    const because = whyGone(order, migration, now);
    return because === undefined ? [] : [{ order, because }];
  });
  if (gone.length === 0) return { migration, happened: [] };
  const left = orders.filter((order) => !gone.some((one) => one.order === order));
  return {
    migration: withOrders(migration, left),
    happened: gone.map(({ order, because }) => goneHappening(order, migration, because)),
  };
}

function whyGone(order: Order, { drain }: Migration, now: Instant): string | undefined {
  const { pod, second, until } = order;
  if (!stands(order, now)) {
    return second
      ? `it was to be carried out before ${momentText(until)}.`
      : `no second person gave it before ${momentText(until)}.`;
  }
  const isStuck = !pod || drain.stuck.some((one) => one.pod.namespace === pod.namespace && one.pod.name === pod.name);
  return isStuck ? undefined : 'the pod is not stuck any more.';
}

/** Of one that has ended nothing can be ordered any more. What two people ordered of a pod was carried out, or not. */
export function dropAllOrders(migration: Migration): Folded {
  const orders = migration.orders ?? [];
  return {
    migration: withOrders(migration, []),
    happened: orders
      .filter(({ second }) => second === undefined)
      .map((order) => goneHappening(order, migration, 'it has ended.')),
  };
}

export function withOrders({ orders: _, ...rest }: Migration, orders: Migration['orders'] = []): Migration {
  return orders.length > 0 ? { ...rest, orders } : rest;
}

/** When the next order is gone; `Infinity`: none waits. */
export function nextOrderEnd({ orders = [] }: Migration): Instant {
  return Math.min(Number.POSITIVE_INFINITY, ...orders.map(({ until }) => until));
}
