import { dayOf } from '../../../domain/time.ts';
import { counted, fromToday, partialSentence } from '../../fleet-words.ts';
import type { CalendarEntryView } from '../../views.ts';
import { list } from '../answer.ts';
import type { ChatCommand } from './command.ts';
import { linkTo } from './links.ts';

export const retiring: ChatCommand = {
  name: 'retiring',
  aliases: ['retirements', 'retirement', 'retire', 'retires', 'end of life', 'eol'],
  usage: 'retiring',
  example: 'retiring',
  help: 'Which node images of this fleet retire, when, and on how many pools.',
  who: 'anyone',
  async run(context) {
    const calendar = await context.fleet.calendar();
    const today = dayOf(context.parts.clock.now());
    const { coverage } = calendar;
    const concerned = calendar.entries.filter((entry) => isRetiring(entry) && (!coverage || entry.pools > 0));
    const partial = coverage && partialSentence(coverage);
    const head = coverage ? headText(concerned.length) : 'Nothing was swept yet: this is the calendar alone';
    return list({
      mark: 'Retiring',
      tone: partial || !coverage ? 'warning' : undefined,
      title: head,
      intro: [partial, `As published by ${calendar.asOf}. Days counted from ${today}.`].filter(Boolean).join(' '),
      rows: concerned.map((entry) => ({
        title: entry.what,
        lines: [
          `Support ends ${dateText(entry.supportEnds, today)}; images removed ${dateText(entry.imagesRemoved, today)}.`,
          ...(coverage ? [`${counted(entry.pools, 'pool')} of ${counted(entry.clusters, 'cluster')}.`] : []),
          ...(entry.successor ? [`Go to ${entry.successor}.`] : []),
          entry.consequence,
        ],
        tone: isOver(entry, today) ? ('attention' as const) : undefined,
      })),
      ...linkTo(context, 'Open the fleet', ''),
    });
  },
};

function headText(kinds: number): string {
  if (kinds === 0) return 'No node image in use has an end that is announced';
  return `${counted(kinds, 'kind')} of node image in use ${kinds === 1 ? 'has' : 'have'} an end`;
}

export function isRetiring({ supportEnds, imagesRemoved }: CalendarEntryView): boolean {
  return supportEnds !== undefined || imagesRemoved !== undefined;
}

function isOver({ supportEnds, imagesRemoved }: CalendarEntryView, today: string): boolean {
  return [supportEnds, imagesRemoved].some((day) => day !== undefined && day <= today);
}

function dateText(day: string | undefined, today: string): string {
  return day === undefined ? 'not announced' : `${day} (${fromToday(day, today)})`;
}
