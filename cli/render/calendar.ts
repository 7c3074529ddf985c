import { fromToday, partialSentence } from '../../shared/app/fleet-words.ts';
import type { CalendarEntryView, CalendarView } from '../../shared/app/views.ts';
import type { Day } from '../../shared/domain/time.ts';
import type { Format } from './format.ts';
import { type Field, records } from './records.ts';
import type { Terminal } from './terminal.ts';

/** The retirement calendar. How many pools a date concerns is shown only with a sweep behind it. */
export function calendarText(calendar: CalendarView, today: Day, format: Format, terminal: Terminal): string {
  const fields = [...dates(today), ...(calendar.coverage ? [POOLS] : []), ...(format === 'table' ? [] : DETAILS)];
  const text = records(
    { title: 'AKS node image retirements', value: calendar, rows: calendar.entries, fields, none: 'No entries.' },
    format,
    terminal,
  );
  if (format !== 'table') return text;
  const extended = calendar.origin === 'extended' ? ', with your own additions' : '';
  const partial = calendar.coverage && partialSentence(calendar.coverage);
  return `${text}\n\n${partial ? `${partial}\n` : ''}As published by ${calendar.asOf}${extended}. Days counted from ${today}.`;
}

function dates(today: Day): Field<CalendarEntryView>[] {
  const relative = (day: Day | undefined) => (day ? `${day} (${fromToday(day, today)})` : 'not announced');
  return [
    { key: 'what', title: 'WHAT', least: 14, text: ({ what }) => what },
    {
      key: 'supportEnds',
      title: 'SUPPORT ENDS',
      least: 12,
      most: 26,
      text: ({ supportEnds }) => relative(supportEnds),
      bare: ({ supportEnds }) => supportEnds ?? '',
    },
    {
      key: 'imagesRemoved',
      title: 'IMAGES REMOVED',
      least: 12,
      most: 26,
      text: ({ imagesRemoved }) => relative(imagesRemoved),
      bare: ({ imagesRemoved }) => imagesRemoved ?? '',
    },
    {
      key: 'successor',
      title: 'GO TO',
      least: 10,
      text: ({ successor }) => successor ?? '-',
      bare: ({ successor }) => successor ?? '',
    },
  ];
}

const POOLS: Field<CalendarEntryView> = { key: 'pools', title: 'POOLS', least: 5, text: ({ pools }) => String(pools) };

const DETAILS: readonly Field<CalendarEntryView>[] = [
  { key: 'path', title: 'Path', least: 10, text: ({ path }) => path ?? '' },
  { key: 'consequence', title: 'Consequence', least: 10, text: ({ consequence }) => consequence },
  { key: 'status', title: 'Status', least: 6, text: ({ status }) => status },
  { key: 'confidence', title: 'Confidence', least: 6, text: ({ confidence }) => confidence },
  { key: 'sources', title: 'Sources', least: 10, text: ({ sources }) => sources.join(' ') },
];
