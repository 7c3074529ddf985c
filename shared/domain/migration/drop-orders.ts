import { type Instant, momentText } from '../time.ts';
import type { Folded } from './apply.ts';
import type { Migration } from './migration.ts';
import { goneHappening } from './order-words.ts';
import { stands } from './orders.ts';

/** Without the orders whose time is over, each with a word in the evidence. */
export function dropOldOrders(migration: Migration, now: Instant): Folded {
  const gone = (migration.orders ?? []).filter((order) => !stands(order, now));
  if (gone.length === 0) return { migration, happened: [] };
  return {
    migration: withOrders(
      migration,
      (migration.orders ?? []).filter((order) => stands(order, now)),
    ),
    happened: gone.map((order) =>
      goneHappening(
        order,
        migration,
        order.second
          ? `it was to be carried out before ${momentText(order.until)}.`
          : `no second person gave it before ${momentText(order.until)}.`,
      ),
    ),
  };
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
