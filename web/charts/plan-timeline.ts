import type { WaveView } from '../../shared/app/plan-views.ts';
import { addDays, type Day, daysBetween } from '../../shared/domain/time.ts';
import { type Html, plain } from '../html/html.ts';
import { diamond, line, msOf, type Place, type Shapes, timeRows } from './time-rows.ts';

/** One wave on the timeline. */
export interface WaveRow {
  readonly label: string;
  /** First and last day of its windows. */
  readonly from: Day;
  readonly to: Day;
  /** First day on which somebody must be told. */
  readonly announce?: Day;
  /** The earliest day by which one of its pools must be done. */
  readonly deadline?: Day;
}

export interface TimelineSize {
  readonly width: number;
  /** 0 puts each label above its row. */
  readonly labelWidth: number;
  readonly ticks: number;
}

export const WIDE: TimelineSize = { width: 1120, labelWidth: 240, ticks: 9 };
export const NARROW: TimelineSize = { width: 350, labelWidth: 0, ticks: 3 };

const LONGEST_LABEL = 34;
/** A deadline further away than this stands at the edge: the weeks of the work must stay readable. */
const MOST_DAYS_AFTER = 60;

/** Waves that have a window, as rows. */
export function waveRows(waves: readonly WaveView[]): WaveRow[] {
  return waves.flatMap(({ number, name, from, to, clusters }): WaveRow[] => {
    if (from === undefined) return [];
    const announce = first(clusters.flatMap(({ communication }) => communication.map((date) => date.from)));
    const deadline = first(
      clusters.flatMap(({ steps }) =>
        steps.flatMap((step) => (step.kind === 'pool' ? (step.deadline?.day ?? []) : [])),
      ),
    );
    return [
      {
        label: `${number}. ${name}`,
        from,
        to: to ?? from,
        ...(announce ? { announce } : {}),
        ...(deadline ? { deadline } : {}),
      },
    ];
  });
}

/**
 * Each wave from the day on which it is announced (thin line) over its windows (bar) to the first date by which
 * it must be done (diamond), with today's line. The table beside the chart says the same.
 */
export function planTimeline(waves: readonly WaveRow[], today: Day, size: TimelineSize): Html {
  const rows = waves.toReversed();
  const { from, to } = spanOf(waves, today);
  const inside = (day: Day) => Math.min(msOf(to), Math.max(msOf(from), msOf(day)));
  return timeRows({
    ...size,
    from: msOf(from),
    to: msOf(to),
    ticks: ticksOf(from, to, size.ticks),
    tickText,
    labels: rows.map(({ label }) => shortened(plain(label))),
    moments: rows.map((row) => [
      inside(row.from),
      inside(addDays(row.to, 1)),
      row.announce ? inside(row.announce) : Number.NaN,
      row.deadline ? inside(row.deadline) : Number.NaN,
    ]),
    draw: ([start, end, announce, deadline]) =>
      start && end
        ? [
            ...(announce ? [line(announce, start, { stroke: 'var(--low)', lineWidth: 2 })] : []),
            bar(start, end),
            ...(deadline ? [diamond(deadline)] : []),
          ]
        : [],
    today,
  });
}

function bar(start: Place, end: Place): Shapes[number] {
  const shape = { x: start.x, y: start.y - 6, width: Math.max(4, end.x - start.x), height: 12 };
  return { type: 'rect', shape, style: { fill: 'var(--link)' } };
}

function spanOf(waves: readonly WaveRow[], today: Day): { from: Day; to: Day } {
  const last = waves.map(({ to }) => to).reduce((a, b) => (a > b ? a : b), today);
  const latest = addDays(last, MOST_DAYS_AFTER);
  const deadlines = waves.flatMap(({ deadline }) => (deadline && deadline <= latest ? [deadline] : []));
  const to = [addDays(last, 7), ...deadlines.map((day) => addDays(day, 3))].reduce((a, b) => (a > b ? a : b));
  const starts = waves.flatMap(({ announce, from }) => [announce ?? from]);
  const from = [today, ...starts].reduce((a, b) => (a < b ? a : b));
  return { from: addDays(from, -3), to };
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

function ticksOf(from: Day, to: Day, most: number): number[] {
  const days = daysBetween(from, to);
  const step = Math.max(1, Math.ceil(days / most / 7) * 7);
  const found: number[] = [];
  for (let day = 0; day <= days; day += step) found.push(msOf(addDays(from, day)));
  return found;
}

const TICK = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function tickText(at: number): string {
  return TICK.format(at);
}

function first(days: readonly Day[]): Day | undefined {
  return days.length === 0 ? undefined : days.reduce((a, b) => (a < b ? a : b));
}
