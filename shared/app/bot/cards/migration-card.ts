import type { ChatMessage } from '../../../domain/chat/message.ts';
import { counted } from '../../fleet-words.ts';
import type { MigrationView } from '../../migration-views.ts';
import { hasEnded, statusText, strategyText, viabilityText, whatText } from '../../migration-words.ts';
import { type CardContext, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { commandBlocks, orderBlocks, stuckBlocks, waitingBlocks } from './migration-blocks.ts';
import { migrationButtons } from './migration-buttons.ts';
import { type Safe, safe, words } from './safe.ts';
import type { Block, Fact } from './sheet.ts';
import { momentText } from './when.ts';

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
    instead: ended ? [] : [insteadText(view)],
  });
}

function insteadText({ id, status }: MigrationView): Safe {
  const first = status === 'paused' ? 'resume' : 'pause';
  return words`To say so without buttons: ${first} ${id} because REASON, or: roll back ${id} because REASON`;
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
    ...(evicted > 0 ? [`${counted(evicted, 'pod')} moved`] : []),
  ];
  return { kind: 'drawn', line: '■'.repeat(filled) + '□'.repeat(BAR - filled), says: parts.join(', '), tone: 'accent' };
}

function facts(view: MigrationView): Fact[] {
  const { strategy, startedBy, createdAt, since, endedAt, alert, environment, planId, target } = view;
  return [
    ...(hasEnded(view.status) ? [] : [['Step since', momentText(since)] as const]),
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
      text: [
        counted(nodes, 'node'),
        `${counted(podsMoved, 'pod')} moved`,
        counted(writes, 'write'),
        counted(pauses, 'pause'),
        `${Math.round(workMinutes)} min of work`,
      ].join(', '),
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
