import { sentence } from '../sentence.ts';
import { personText } from '../sign-off/person-text.ts';
import { momentText } from '../time.ts';
import { capitalized } from '../words.ts';
import { type Happening, STEWARD } from './apply.ts';
import type { Migration } from './migration.ts';
import { ORDER_MINUTES, type Order, type Ordered, type OrderWord } from './orders.ts';

/** `the deletion of pool apps2`, `the forced end of pod shop/cart-1`. */
export function orderedText({ kind, pod }: Ordered, migration: Migration): string {
  if (kind === 'delete-target') return `the deletion of ${targetText(migration)}`;
  return `the forced end of pod ${pod?.namespace}/${pod?.name}`;
}

/** What whoever gave an order is told while it waits. */
export function waitsText(order: Order, migration: Migration, isNew: boolean): string {
  const by = momentText(order.until);
  const what = orderedText(order, migration);
  if (!isNew) {
    return `You have ordered ${what} yourself, at ${momentText(order.first.at)}. It takes two people: somebody else gives the same order before ${by}, or nothing comes of it.`;
  }
  const alone =
    order.kind === 'delete-target' ? ' A roll-back that leaves the pool takes one person, and goes at once.' : '';
  return `Recorded. ${capitalized(what)} takes two people: a second person gives the same order within ${ORDER_MINUTES} minutes, before ${by}, or nothing comes of it.${alone}`;
}

/** What is told when two people have said so. */
export function forcedText({ pod, first, second, command }: Order): string {
  const both = second ? `${first.by.name} and ${second.by.name}` : first.by.name;
  return `Ordered by ${both}. Image Steward deletes nothing: whoever has the rights in the cluster ends pod ${pod?.namespace}/${pod?.name} with: ${command ?? ''}`;
}

export function firstHappening(order: Order, migration: Migration): Happening {
  const { first, until } = order;
  return {
    who: personText(first.by),
    kind: 'order',
    what: `Orders ${orderedText(order, migration)}, as the first of two people: ${sentence(first.reason)} It waits for a second person until ${momentText(until)}.`,
    after: { order: order.kind, ...(order.pod && { pod: order.pod }), person: first.by, until },
  };
}

/** @param facts what was known of the pod and its budget at that moment */
export function forcedHappening(order: Order, migration: Migration, second: OrderWord, facts: object): Happening {
  const { first, pod, command } = order;
  return {
    who: personText(second.by),
    kind: 'order',
    what: `Orders ${orderedText(order, migration)}, ${secondText(order, second.reason)} We end nothing by force: a person runs, with rights of their own: ${command}`,
    after: { order: order.kind, pod, people: [first, second], command, ...facts },
  };
}

export function goneHappening(order: Order, migration: Migration, because: string): Happening {
  const { first, second } = order;
  const by = second ? `${personText(first.by)} and ${personText(second.by)}` : personText(first.by);
  return {
    who: STEWARD,
    kind: 'order',
    what: `What ${by} ordered, ${orderedText(order, migration)}, does not hold any more: ${because}`,
    before: { order: order.kind, ...(order.pod && { pod: order.pod }), until: order.until },
  };
}

/** Both people, inside a sentence; each with a reason. */
export function secondText({ first }: Order, reason: string): string {
  return `as the second of two people: ${sentence(reason)} The first was ${personText(first.by)}: ${sentence(first.reason)}`;
}

function targetText({ remembered }: Migration): string {
  return remembered.targetPool ? `pool ${remembered.targetPool.name}` : 'the target pool';
}
