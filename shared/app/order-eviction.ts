import { applyOrder } from '../domain/migration/apply-order.ts';
import { applyForced, forcible } from '../domain/migration/force-eviction.ts';
import { forcedText } from '../domain/migration/order-words.ts';
import type { Order, PodName } from '../domain/migration/orders.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import { awaitsSecond } from './awaits-second.ts';
import { changeMigration } from './change-migration.ts';
import type { NewOrder, OrderAnswer } from './migration-views.ts';
import type { Parts } from './parts.ts';
import { iso } from './read/iso.ts';

/**
 * Takes a person's order that a stuck pod is ended by force. That takes two people; with the second one's word it is in
 * the evidence with the numbers of that moment, and whoever has the rights in the cluster is told what to run. We end
 * nothing ourselves.
 *
 * @throws UpstreamError when the record changes each time, or a store does not answer
 */
export function orderEviction(
  parts: Parts,
  id: string,
  { pod: named, reason }: NewOrder,
  by: Person,
): Promise<OrderAnswer> {
  return changeMigration<OrderAnswer>(parts, id, (migration, now) => {
    const pod = podIn(named);
    const can = pod && forcible(migration, pod);
    if (!can) return { answer: { kind: 'refused', because: 'A pod is named NAMESPACE/NAME.' } };
    if (can.kind === 'no') return { answer: { kind: 'refused', because: can.because } };
    const applied = applyOrder(
      migration,
      { kind: 'force-eviction', pod },
      { by, at: now, reason },
      parts.ids.next('order'),
    );
    switch (applied.kind) {
      case 'waits':
        return awaitsSecond(applied, migration);
      case 'ordered':
        return { answer: ordered(applied.order) };
      case 'second': {
        const { order, ...change } = applyForced(applied.folded, applied.order, can);
        return { answer: ordered(order), change, name: `${order.id} ordered` };
      }
    }
  });
}

function ordered(order: Order): OrderAnswer {
  return { kind: 'ordered', says: forcedText(order), command: order.command ?? '', until: iso(order.until) };
}

function podIn(named: string): PodName | undefined {
  const [namespace, name, ...more] = named.split('/');
  return namespace && name && more.length === 0 ? { namespace, name } : undefined;
}
