import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { MigrationView, StuckPodView } from '../../migration-views.ts';
import { budgetText, hasEnded, statusText, strategyText, viabilityText, whatText } from '../../migration-words.ts';
import { type CardContext, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { migrationButtons } from './migration-buttons.ts';
import { type Safe, safe, words } from './safe.ts';
import type { Block, Fact, Row } from './sheet.ts';
import { momentText } from './when.ts';

const MOST_STUCK = 3;
const MOST_NOTES = 5;

/** One migration as it runs: where it is, why it waits, what is stuck, and until when there is a way back. */
export function migrationCard(view: MigrationView, context: CardContext): ChatMessage {
  const { id, cluster, status, step, progress, does, statusMeans } = view;
  const ended = hasEnded(status);
  const where = ended ? '' : words`, step ${progress.done + 1} of ${progress.all}: ${stepName(step)}`;
  return messageOf({
    summary: words`${cluster}, ${whatText(view)}: ${statusText(view)}${where}`,
    mark: words`Migration: ${statusText(view)}${view.dryRun ? ', dry run' : ''}`,
    tone: toneOf(view),
    title: words`${cluster}, ${whatText(view)}${where}`,
    under: ended ? statusMeans : does,
    blocks: [
      ...(ended ? [] : [progressBlock(view)]),
      ...waitingBlocks(view),
      ...stuckBlocks(view),
      ...commandBlocks(view),
      ...orderBlocks(view),
      { kind: 'facts', facts: facts(view) },
      ...summaryBlocks(view),
    ],
    buttons: [
      ...(ended ? [] : migrationButtons(view, context.home)),
      ...openButton(context, 'Open the migration', 'migrations', id),
    ],
  });
}

function toneOf({ status, why, alert, stuck }: MigrationView): Tone | undefined {
  if (status === 'completed') return 'good';
  if (status === 'paused' || alert.kind === 'breached') return 'attention';
  if (hasEnded(status) || why !== undefined || stuck.length > 0 || alert.kind === 'unknown') return 'warning';
  return 'accent';
}

const BAR = 18;

function progressBlock({ progress, nodes = [], evicted }: MigrationView): Block {
  const filled = progress.all > 0 ? Math.round((progress.done / progress.all) * BAR) : 0;
  const source = nodes.filter(({ side }) => side === 'source');
  const emptied = source.filter(({ drain }) => drain === 'done').length;
  const parts = [
    `${progress.done} of ${progress.all} steps done`,
    ...(emptied > 0 ? [`${emptied} of ${source.length} nodes emptied`] : []),
    ...(evicted > 0 ? [`${evicted} ${evicted === 1 ? 'pod' : 'pods'} moved`] : []),
  ];
  return { kind: 'drawn', line: '█'.repeat(filled) + '░'.repeat(BAR - filled), says: parts.join(', '), tone: 'accent' };
}

function waitingBlocks({ status, why, remedy }: MigrationView): Block[] {
  if (why === undefined) return [];
  const paused = status === 'paused';
  return [
    {
      kind: 'box',
      tone: paused ? 'attention' : 'warning',
      blocks: [
        { kind: 'text', text: paused ? 'Paused' : 'Why it waits', strong: true },
        { kind: 'text', text: why },
        ...(remedy === undefined ? [] : [{ kind: 'text', text: words`What would help: ${safe(remedy)}` } as const]),
      ],
    },
  ];
}

function stuckBlocks({ stuck }: MigrationView): Block[] {
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

function commandBlocks({ commands }: MigrationView): Block[] {
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
function orderBlocks({ orders = [] }: MigrationView): Block[] {
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

function facts(view: MigrationView): Fact[] {
  const { strategy, startedBy, createdAt, since, endedAt, alert, environment, planId, target } = view;
  return [
    ...(hasEnded(view.status) ? [] : [['In this step since', momentText(since)] as const]),
    ['Way back', wayBack(view)],
    ['Alerts', alert.kind === 'none' ? safe(alert.why) : words`${alert.kind}: ${safe(alert.why)}`],
    ['Work', strategyText(strategy)],
    ...(target.image === undefined ? [] : [['Target', target.image] as const]),
    ['Environment', environment],
    ['Started', words`${momentText(createdAt)} by ${startedBy}`],
    ...(endedAt === undefined ? [] : [['Ended', momentText(endedAt)] as const]),
    ['Plan', planId],
  ];
}

function wayBack({ viability }: MigrationView): Safe {
  const until = viability.until === undefined ? '' : words` until ${momentText(viability.until)}`;
  return words`${viabilityText(viability)}${until}. ${safe(viability.why)}`;
}

function summaryBlocks({ summary }: MigrationView): Block[] {
  if (!summary) return [];
  const { nodes, podsMoved, writes, pauses, workMinutes, notes } = summary;
  const more = notes.length - MOST_NOTES;
  return [
    {
      kind: 'text',
      text: `${nodes} nodes, ${podsMoved} pods moved, ${writes} writes, ${pauses} pauses, ${Math.round(workMinutes)} min of work.`,
    },
    ...(notes.length > 0
      ? [
          {
            kind: 'list',
            items: [
              ...notes.slice(0, MOST_NOTES),
              ...(more > 0 ? [`And ${more} more; the migration's page has them.`] : []),
            ],
          } as const,
        ]
      : []),
  ];
}

/** `drain source`. */
function stepName(step: string): string {
  return step.replaceAll('-', ' ');
}
