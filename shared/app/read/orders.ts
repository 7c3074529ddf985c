import type { StuckPod, Remedy as StuckRemedy } from '../../domain/drain/stuck.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { orderedText } from '../../domain/migration/order-words.ts';
import { isAbout, type Order, type OrderWord, stands } from '../../domain/migration/orders.ts';
import { shellWord } from '../../domain/policy/az-command.ts';
import { type Instant, momentText } from '../../domain/time.ts';
import type { OrderView, StuckPodView } from '../migration-views.ts';
import { iso } from './iso.ts';

type RemedyView = StuckPodView['remedies'][number];

/** Orders that hold, the newest last. */
export function orderViews(migration: Migration, now: Instant): OrderView[] {
  return ordersNow(migration, now).map((order) => ({
    kind: order.kind,
    what: orderedText(order, migration),
    ...(order.pod && { pod: `${order.pod.namespace}/${order.pod.name}` }),
    ...wordView(order.first),
    until: iso(order.until),
    ...(order.second && { second: wordView(order.second) }),
    ...(order.command !== undefined && { command: order.command }),
  }));
}

/** What force takes is shown instead of what it does, until two people have ordered it. */
export function remedyView(remedy: StuckRemedy, { pod }: StuckPod, migration: Migration, now: Instant): RemedyView {
  if (remedy.kind !== 'force') return { ...remedy };
  const order = ordersNow(migration, now).find((one) => isAbout(one, { kind: 'force-eviction', pod }));
  if (order?.second && order.command !== undefined) {
    const { first, second, until } = order;
    return {
      ...remedy,
      what: `${remedy.what} ${first.by.name} and ${second.by.name} have ordered it: whoever has the rights in the cluster runs this before ${momentText(until)}.`,
      command: order.command,
    };
  }
  const waits = order
    ? ` ${order.first.by.name} has ordered it; a second person does before ${momentText(order.until)}.`
    : '';
  const named = shellWord(`${pod.namespace}/${pod.name}`);
  return {
    ...remedy,
    what: `${remedy.what}${waits}`,
    command: `steward order force-eviction ${migration.id} --pod ${named} --reason "..."`,
  };
}

function ordersNow({ orders = [] }: Migration, now: Instant): readonly Order[] {
  return orders.filter((order) => stands(order, now));
}

function wordView({ by, at, reason }: OrderWord) {
  return { by: by.name, at: iso(at), reason };
}
