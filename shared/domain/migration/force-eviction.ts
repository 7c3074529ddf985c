import { refText } from '../cluster/object-ref.ts';
import type { StuckPod } from '../drain/stuck.ts';
import { type Folded, foldAll } from './apply.ts';
import { withDueOrders } from './apply-order.ts';
import type { Migration } from './migration.ts';
import { forcedHappening } from './order-words.ts';
import type { Order, PodName } from './orders.ts';
import { hasEnded, STATUSES } from './status-table.ts';

const MOST_NAMED = 5;

export type Forcible =
  /** What a person with rights of their own would run. */
  | { readonly kind: 'yes'; readonly stuck: StuckPod; readonly command: string }
  | { readonly kind: 'no'; readonly because: string };

/** Whether a pod can be ordered to end by force: one that is stuck now, in a way that force helps against. */
export function forcible({ status, drain }: Migration, pod: PodName): Forcible {
  if (hasEnded(status)) return { kind: 'no', because: `It has ended. ${STATUSES[status]}` };
  const stuck = drain.stuck.find((one) => one.pod.namespace === pod.namespace && one.pod.name === pod.name);
  const named = `Pod ${pod.namespace}/${pod.name}`;
  if (!stuck)
    return {
      kind: 'no',
      because: `${named} is not stuck, so nothing of it has to be forced. ${whoIsStuck(drain.stuck)}`,
    };
  const command = stuck.remedies.find(({ kind }) => kind === 'force')?.command;
  if (command !== undefined) return { kind: 'yes', stuck, command };
  const help = stuck.remedies[0]?.what ?? 'Look at what is in its way.';
  return { kind: 'no', because: `Force does not help ${named}. ${stuck.why} ${help}` };
}

/** The order of two people: kept with the command for as long as it holds, and told with the numbers of that moment. */
export function applyForced(
  folded: Folded,
  order: Order,
  { stuck, command }: Extract<Forcible, { kind: 'yes' }>,
): Folded & { readonly order: Order } {
  const kept: Order = { ...order, command };
  const { why, node, cause, by, budget, seenAt } = stuck;
  const facts = { node, cause, why, seenAt, ...(by && { by: refText(by) }), ...(budget && { budget }) };
  return {
    ...foldAll(
      folded.migration,
      () => folded,
      (migration) => ({
        migration: withDueOrders(migration, [...(migration.orders ?? []), kept]),
        happened: order.second ? [forcedHappening(kept, migration, order.second, facts)] : [],
      }),
    ),
    order: kept,
  };
}

function whoIsStuck(stuck: readonly StuckPod[]): string {
  if (stuck.length === 0) return 'No pod is.';
  const names = stuck.slice(0, MOST_NAMED).map(({ pod }) => `${pod.namespace}/${pod.name}`);
  const more = stuck.length > MOST_NAMED ? ` and ${stuck.length - MOST_NAMED} more` : '';
  return `Stuck now: ${names.join(', ')}${more}.`;
}
