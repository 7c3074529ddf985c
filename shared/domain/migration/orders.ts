import type { Person } from '../sign-off/sign-off.ts';
import type { Instant } from '../time.ts';

/** How long the first person's word waits for a second person's. */
export const ORDER_MINUTES = 60;
const ORDER_MS = ORDER_MINUTES * 60_000;

export const ORDER_KINDS = ['delete-target', 'force-eviction'] as const;
/**
 * - `delete-target`: roll back, and delete the target pool when nothing runs on it any more.
 * - `force-eviction`: a stuck pod is ended past what keeps it. We never do that: a person does, with rights of their own.
 */
export type OrderKind = (typeof ORDER_KINDS)[number];

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

export interface Ordered {
  readonly kind: OrderKind;
  /** With `force-eviction`. */
  readonly pod?: PodName;
}

export interface OrderWord {
  readonly by: Person;
  readonly at: Instant;
  readonly reason: string;
}

/** Something that takes two people: what the first one said, until a second one says the same. */
export interface Order extends Ordered {
  readonly id: string;
  readonly first: OrderWord;
  /** It is there before this moment, and gone from it on. */
  readonly until: Instant;
  /** Kept only where something is still to be done by a person. */
  readonly second?: OrderWord;
  /** What that person runs. */
  readonly command?: string;
}

export type OrderTaken =
  /** Nobody has said so yet: it waits for a second person. */
  | { readonly kind: 'first'; readonly order: Order }
  /** It waits already, and this is who said so. */
  | { readonly kind: 'same-person'; readonly order: Order }
  | { readonly kind: 'second'; readonly order: Order }
  /** Two people have said so before. */
  | { readonly kind: 'ordered'; readonly order: Order };

/** What a person's word comes to beside what was said before. Each may have a reason of their own. */
export function takeOrder(orders: readonly Order[], ordered: Ordered, word: OrderWord, id: string): OrderTaken {
  const standing = orders.find((order) => isAbout(order, ordered) && stands(order, word.at));
  const until = word.at + ORDER_MS;
  if (!standing) return { kind: 'first', order: { ...ordered, id, first: word, until } };
  if (standing.second) return { kind: 'ordered', order: standing };
  if (isOnePerson(standing.first.by, word.by)) return { kind: 'same-person', order: standing };
  return { kind: 'second', order: { ...standing, second: word, until } };
}

export function stands({ until }: Order, now: Instant): boolean {
  return now < until;
}

export function isAbout(order: Order, { kind, pod }: Ordered): boolean {
  return order.kind === kind && order.pod?.namespace === pod?.namespace && order.pod?.name === pod?.name;
}

/** By directory id alone: one surface tells the tenant and another does not, and that makes nobody two people. */
function isOnePerson(a: Person, b: Person): boolean {
  return a.id.toLowerCase() === b.id.toLowerCase();
}
