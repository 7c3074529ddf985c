import type { CalendarEntryView } from '../../shared/app/views.ts';
import { addDays, type Day } from '../../shared/domain/time.ts';
import { type Html, plain } from '../html/html.ts';
import { count } from '../html/words.ts';
import { diamond, line, msOf, type Place, type Shapes, timeRows } from './time-rows.ts';

export interface TimelineLayout {
  readonly width: number;
  /** Room for labels at the left; 0 puts each label above its row. */
  readonly labelWidth: number;
  readonly monthsPerTick: number;
}

/** On a wide screen labels stand beside their rows, on a narrow one above them. */
export const WIDE: TimelineLayout = { width: 1120, labelWidth: 240, monthsPerTick: 3 };
export const NARROW: TimelineLayout = { width: 350, labelWidth: 0, monthsPerTick: 12 };

const PAST_DAYS = 240;
const AHEAD_DAYS = 730;

/**
 * Each OS from the end of its support (circle) to the removal of its images (diamond), with today's line.
 * Dates outside the years shown sit at the edge; the table beside the chart has them all.
 */
export function timelineChart(entries: readonly CalendarEntryView[], today: Day, layout: TimelineLayout): Html {
  const rows = entries.toReversed();
  const from = msOf(addDays(today, -PAST_DAYS));
  const to = msOf(addDays(today, AHEAD_DAYS));
  const inside = (day: Day) => Math.min(to, Math.max(from, msOf(day)));
  return timeRows({
    ...layout,
    from,
    to,
    ticks: ticks(from, to, layout.monthsPerTick),
    tickText,
    labels: rows.map(labelOf),
    moments: rows.map(({ supportEnds, imagesRemoved }) => [
      supportEnds ? inside(supportEnds) : Number.NaN,
      imagesRemoved ? inside(imagesRemoved) : Number.NaN,
    ]),
    draw: ([ends, removed]) => [
      ...(ends && removed ? [line(ends, removed, { stroke: 'var(--high)', lineWidth: 4 })] : []),
      ...(ends ? [circle(ends)] : []),
      ...(removed ? [diamond(removed)] : []),
    ],
    today,
  });
}

function circle({ x, y }: Place): Shapes[number] {
  return { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: 'var(--high)' } };
}

function labelOf({ what, pools }: CalendarEntryView): string {
  return `${plain(what)}${pools > 0 ? ` · ${count(pools)}` : ''}`;
}

/** First days of months, every few of them. */
function ticks(from: number, to: number, months: number): number[] {
  const found: number[] = [];
  const start = new Date(from);
  for (let month = 0; ; month++) {
    const at = Date.UTC(start.getUTCFullYear(), month, 1);
    if (at > to) return found;
    if (at >= from && month % months === 0) found.push(at);
  }
}

const TICK = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

function tickText(at: number): string {
  return TICK.format(at);
}
