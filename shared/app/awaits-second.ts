import type { OrderApplied } from '../domain/migration/apply-order.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { waitsText } from '../domain/migration/order-words.ts';
import type { Decided } from './change-migration.ts';
import type { AwaitsSecond } from './migration-views.ts';
import { iso } from './read/iso.ts';

/** What the first of two people is told, and what is saved of it. */
export function awaitsSecond(
  { order, folded }: Extract<OrderApplied, { kind: 'waits' }>,
  migration: Migration,
): Decided<AwaitsSecond> {
  const says = waitsText(order, migration, folded !== undefined);
  const answer: AwaitsSecond = { kind: 'awaits-second', says, until: iso(order.until) };
  return folded ? { answer, change: folded, name: order.id } : { answer };
}
