import type { DigestItem, MovedDate, RetirementDigest } from '../../../domain/announce/digest.ts';
import type { ChatMessage } from '../../../domain/chat/message.ts';
import { counted } from '../../fleet-words.ts';
import { type CardContext, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { joined, type Safe, words } from './safe.ts';
import type { Block, Row } from './sheet.ts';

const MOST_MOVED = 10;
const MOST_ITEMS = 12;
const MOST_CLUSTERS = 5;

/** What of the fleet retires, the next to end first; and dates that are others than people were told. */
export function digestCard(digest: RetirementDigest, context: Pick<CardContext, 'appUrl'>): ChatMessage {
  const { what, month, title, moved, items, partial } = digest;
  const more = items.length - MOST_ITEMS;
  return messageOf({
    summary: title,
    mark: what === 'moved' ? 'A retirement date moved' : `Retirements, ${month}`,
    tone: what === 'moved' ? 'warning' : 'accent',
    title,
    blocks: [
      ...(partial
        ? [
            {
              kind: 'text',
              soft: true,
              text: 'The sweep behind it did not see everything: what is missing here may be there all the same.',
            } as const,
          ]
        : []),
      ...movedBlocks(moved),
      { kind: 'rows', rows: items.slice(0, MOST_ITEMS).map(itemRow) },
      ...(more > 0
        ? [{ kind: 'text', soft: true, text: `${MOST_ITEMS} of ${items.length}; the dashboard has them all.` } as const]
        : []),
    ],
    buttons: openButton(context, 'Open the dashboard'),
  });
}

function movedBlocks(moved: readonly MovedDate[]): Block[] {
  if (moved.length === 0) return [];
  const more = moved.length - MOST_MOVED;
  return [
    {
      kind: 'box',
      tone: 'warning',
      blocks: [
        { kind: 'heading', text: 'Dates that moved' },
        {
          kind: 'list',
          items: [
            ...moved.slice(0, MOST_MOVED).map(movedText),
            ...(more > 0 ? [words`And ${more} more; the calendar has them.`] : []),
          ],
        },
      ],
    },
  ];
}

const WHICH: Readonly<Record<MovedDate['which'], string>> = {
  'support-ends': 'support ends',
  'images-removed': 'images are removed',
};

function movedText({ name, which, before, after }: MovedDate): Safe {
  const then = before === undefined ? 'no date was known' : words`it was ${before}`;
  return words`${name}: ${WHICH[which]} ${after ?? 'on no known date'}; ${then}`;
}

const STATES: Readonly<Record<DigestItem['state'], { readonly says: string; readonly tone?: Tone }>> = {
  supported: { says: 'supported' },
  'support-ended': { says: 'support has ended', tone: 'warning' },
  'images-removed': { says: 'images are removed', tone: 'attention' },
  unknown: { says: 'not known whether it is supported', tone: 'warning' },
};

function itemRow({ name, state, supportEnds, imagesRemoved, pools, clusters, more }: DigestItem): Row {
  const { says, tone } = STATES[state];
  const dates = [
    words`Now: ${says}`,
    ...(supportEnds === undefined ? [] : [words`end of support ${supportEnds}`]),
    ...(imagesRemoved === undefined ? [] : [words`removal of images ${imagesRemoved}`]),
  ];
  const shown = clusters.slice(0, MOST_CLUSTERS).map(clusterText);
  const hidden = clusters.length - shown.length + more;
  return {
    title: name,
    tone,
    lines: [
      joined(dates),
      words`${counted(pools, 'node pool')}${shown.length > 0 ? words`: ${joined(shown)}` : ''}${hidden > 0 ? words` and ${counted(hidden, 'more cluster')}` : ''}`,
    ],
  };
}

function clusterText({ name, pools }: DigestItem['clusters'][number]): Safe {
  return words`${name} (${pools})`;
}
