import type { MigrationNews } from '../../../domain/announce/migration-news.ts';
import type { ChatMessage } from '../../../domain/chat/message.ts';
import { whatText } from '../../migration-words.ts';
import { type CardContext, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { safe } from './safe.ts';
import { localMomentText } from './when.ts';

const MOST_NOTES = 12;

const MARKS: Readonly<Record<MigrationNews['what'], string>> = {
  started: 'Migration started',
  progress: 'Migration under way',
  ended: 'Migration ended',
  'all-clear': 'All clear',
  'not-clear': 'Not clear',
};

/** What became of a migration, said once. */
export function migrationNewsCard(news: MigrationNews, context: Pick<CardContext, 'appUrl'>): ChatMessage {
  const { what, title, notes, late, cluster, environment, status, step, timeZone, startedAt, endedAt } = news;
  const more = notes.length - MOST_NOTES;
  const items = [
    ...notes.slice(0, MOST_NOTES).map((note) => safe(note)),
    ...(more > 0 ? [`And ${more} more; the migration's page has them.`] : []),
  ];
  return messageOf({
    summary: title,
    mark: MARKS[what],
    tone: toneOf(news),
    title,
    under: late ? 'This was to be said earlier; nobody was to be woken for it.' : undefined,
    blocks: [
      ...(items.length > 0 ? [{ kind: 'list', items } as const] : []),
      {
        kind: 'facts',
        facts: [
          ['Cluster', cluster],
          ['What', whatText(news)],
          ['Environment', environment],
          ['Status', isUnderWay(news) ? `${status}, ${step.replaceAll('-', ' ')}` : status.replaceAll('-', ' ')],
          ['Started', localMomentText(startedAt, timeZone)],
          ...(endedAt === undefined ? [] : [['Ended', localMomentText(endedAt, timeZone)] as const]),
          ['Plan', news.plan.id],
        ],
      },
    ],
    buttons: openButton(context, 'Open the migration', 'migrations', news.migrationId),
  });
}

/** Work that is done is watched, and has not ended while it is. */
function isUnderWay({ endedAt, status }: MigrationNews): boolean {
  return endedAt === undefined || status === 'running';
}

function toneOf({ what, status }: MigrationNews): Tone {
  if (what === 'all-clear') return 'good';
  if (what === 'not-clear') return 'warning';
  if (what === 'ended') return status === 'rolled-back' || status === 'aborted' ? 'warning' : 'good';
  return 'accent';
}
