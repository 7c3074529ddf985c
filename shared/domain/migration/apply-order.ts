import type { Folded } from './apply.ts';
import { dropGoneOrders, nextOrderEnd, withOrders } from './drop-orders.ts';
import type { Migration } from './migration.ts';
import { firstHappening } from './order-words.ts';
import { type Order, type Ordered, type OrderWord, takeOrder } from './orders.ts';

export type OrderApplied =
  /** For a second person. `folded` absent: the same person has said so before, and nothing changes. */
  | { readonly kind: 'waits'; readonly order: Order; readonly folded?: Folded }
  /** Two people have said so just now; `folded` is the record without the order. */
  | { readonly kind: 'second'; readonly order: Order; readonly folded: Folded }
  /** Two people have said so before. */
  | { readonly kind: 'ordered'; readonly order: Order };

/** What a person's order does to the record. */
export function applyOrder(given: Migration, ordered: Ordered, word: OrderWord, id: string): OrderApplied {
  const { migration, happened } = dropGoneOrders(given, word.at);
  const orders = migration.orders ?? [];
  const taken = takeOrder(orders, ordered, word, id);
  const { order } = taken;
  switch (taken.kind) {
    case 'same-person':
      return { kind: 'waits', order };
    case 'ordered':
      return { kind: 'ordered', order };
    case 'first':
      return {
        kind: 'waits',
        order,
        folded: {
          migration: withDueOrders(migration, [...orders, order]),
          happened: [...happened, firstHappening(order, migration)],
        },
      };
    case 'second': {
      const others = orders.filter((one) => one.id !== order.id);
      return { kind: 'second', order, folded: { migration: withOrders(migration, others), happened } };
    }
  }
}

/** A pass comes when the first of them is over: it says so in the evidence. */
export function withDueOrders(migration: Migration, orders: readonly Order[]): Migration {
  const after = withOrders(migration, orders);
  return { ...after, nextPassAt: Math.min(after.nextPassAt, nextOrderEnd(after)) };
}
