/** What a migration waits for, and what people have said to it. */
import type { MigrationView, StuckPodView } from '../../migration-views.ts';
import { budgetText } from '../../migration-words.ts';
import { safe, words } from './safe.ts';
import type { Block, Row } from './sheet.ts';
import { momentText } from './when.ts';

const MOST_STUCK = 3;

/** Why nothing moves, or why it is paused. */
export function waitingBlocks({ status, why, remedy }: MigrationView): Block[] {
  if (why === undefined) return [];
  const paused = status === 'paused';
  return [
    {
      kind: 'box',
      tone: paused ? 'attention' : 'warning',
      blocks: [
        { kind: 'heading', text: paused ? 'Paused' : 'Why it waits' },
        { kind: 'text', text: why },
        ...(remedy === undefined ? [] : [{ kind: 'text', text: words`What would help: ${safe(remedy)}` } as const]),
      ],
    },
  ];
}

/** Pods that do not leave, with the arithmetic of their budgets. */
export function stuckBlocks({ stuck }: MigrationView): Block[] {
  if (stuck.length === 0) return [];
  const more = stuck.length - MOST_STUCK;
  return [
    { kind: 'heading', text: stuck.length === 1 ? 'A pod does not leave' : `${stuck.length} pods do not leave` },
    { kind: 'rows', rows: stuck.slice(0, MOST_STUCK).map(stuckRow) },
    ...(more > 0
      ? [{ kind: 'text', text: `And ${more} more; the migration's page has them.`, soft: true } as const]
      : []),
  ];
}

function stuckRow({ pod, node, since, why, budget, owner, remedies, blocks }: StuckPodView): Row {
  const first = remedies[0];
  return {
    title: pod,
    tone: 'warning',
    lines: [
      words`On ${node} since ${momentText(since)}. ${safe(why)}`,
      ...(budget ? [words`Its budget: ${budgetText(budget)}`] : []),
      words`Owner: ${owner ?? 'nobody is named'}. ${safe(blocks)}`,
      ...(first ? [words`What would help: ${safe(first.what)}`] : []),
    ],
  };
}

/** What people asked for. */
export function commandBlocks({ commands }: MigrationView): Block[] {
  if (commands.length === 0) return [];
  return [
    { kind: 'heading', text: 'Asked for, and taken at the next pass' },
    {
      kind: 'list',
      items: commands.map(
        ({ kind, by, at, reason }) => words`${kind} by ${by}, ${momentText(at)}: ${safe(reason, REASON)}`,
      ),
    },
  ];
}

/** What takes two people, and was ordered by one of them or by both. */
export function orderBlocks({ orders = [] }: MigrationView): Block[] {
  if (orders.length === 0) return [];
  return [
    { kind: 'heading', text: 'Ordered, which takes two people' },
    {
      kind: 'list',
      items: orders.slice(0, MOST_ORDERS).map(({ what, by, reason, until, second }) => {
        const other = second ? words`${second.by} said so too` : 'it waits for a second person';
        return words`${safe(what)}: ordered by ${by} (${safe(reason, REASON)}); ${other}, until ${momentText(until)}`;
      }),
    },
  ];
}

const MOST_ORDERS = 5;
const REASON = 200;
