import type { CustomSeriesRenderItem } from 'echarts';
import type { WaveView } from '../../shared/app/plan-views.ts';
import { addDays, type Day, daysBetween } from '../../shared/domain/time.ts';
import { dayText } from '../html/dates.ts';
import { type Html, plain } from '../html/html.ts';
import { type ChartOption, FONT, svgChart } from './svg-chart.ts';

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

const ROW_HEIGHT = 26;
const NARROW_ROW_HEIGHT = 40;
const AXIS_HEIGHT = 42;
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
  const narrow = size.labelWidth === 0;
  const rows = waves.toReversed();
  const { from, to } = spanOf(waves, today);
  const inside = (day: Day) => Math.min(msOf(to), Math.max(msOf(from), msOf(day)));
  const ticks = ticksOf(from, to, size.ticks);
  const option: ChartOption = {
    grid: { left: size.labelWidth || 10, right: 14, top: 22, bottom: 22 },
    xAxis: {
      type: 'value',
      min: msOf(from),
      max: msOf(to),
      axisLine: { lineStyle: { color: 'var(--line)' } },
      splitLine: { lineStyle: { color: 'var(--line)' } },
      axisTick: { show: false, customValues: ticks },
      axisLabel: { color: 'var(--muted)', ...FONT, customValues: ticks, formatter: tickText, hideOverlap: true },
    },
    yAxis: {
      type: 'category',
      data: rows.map(({ label }) => shortened(plain(label))),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: narrow
        ? { inside: true, margin: 0, verticalAlign: 'bottom', padding: [0, 0, 7, 0], color: 'var(--ink)', ...FONT }
        : { color: 'var(--ink)', margin: size.labelWidth - 4, align: 'left', ...FONT },
    },
    series: [
      {
        type: 'custom',
        silent: true,
        clip: false,
        data: rows.map((row, at) => [
          at,
          inside(row.from),
          inside(addDays(row.to, 1)),
          row.announce ? inside(row.announce) : Number.NaN,
          row.deadline ? inside(row.deadline) : Number.NaN,
        ]),
        encode: { x: [1, 2, 3, 4], y: 0 },
        renderItem: drawRow(narrow ? 8 : 0),
        markLine: {
          silent: true,
          symbol: 'none',
          data: [{ xAxis: msOf(today) }],
          lineStyle: { color: 'var(--today)', width: 1.5, type: 'solid' },
          label: { show: true, position: 'end', formatter: `Today, ${dayText(today)}`, color: 'var(--today)', ...FONT },
        },
      },
    ],
  };
  const height = Math.max(1, rows.length) * (narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT) + AXIS_HEIGHT;
  return svgChart(option, { width: size.width, height }, narrow ? 'narrow-only' : 'wide-only');
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

/** @param down pixels by which the marks lie under the middle of their row */
function drawRow(down: number): CustomSeriesRenderItem {
  return (_, api) => {
    const row = Number(api.value(0));
    const at = (dimension: number) => {
      const value = Number(api.value(dimension));
      const [x, y] = api.coord([value, row]);
      return Number.isNaN(value) || x === undefined || y === undefined ? undefined : { x, y: y + down };
    };
    const [start, end, announce, deadline] = [at(1), at(2), at(3), at(4)];
    if (!start || !end) return { type: 'group', children: [] };
    return {
      type: 'group',
      children: [
        ...(announce
          ? [
              {
                type: 'line' as const,
                shape: { x1: announce.x, y1: announce.y, x2: start.x, y2: start.y },
                style: { stroke: 'var(--low)', lineWidth: 2 },
              },
            ]
          : []),
        {
          type: 'rect' as const,
          shape: { x: start.x, y: start.y - 6, width: Math.max(4, end.x - start.x), height: 12 },
          style: { fill: 'var(--link)' },
        },
        ...(deadline
          ? [
              {
                type: 'polygon' as const,
                shape: { points: diamond(deadline.x, deadline.y) },
                style: { fill: 'var(--critical)' },
              },
            ]
          : []),
      ],
    };
  };
}

function diamond(x: number, y: number): [number, number][] {
  return [
    [x, y - 7],
    [x + 6, y],
    [x, y + 7],
    [x - 6, y],
  ];
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

function msOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function first(days: readonly Day[]): Day | undefined {
  return days.length === 0 ? undefined : days.reduce((a, b) => (a < b ? a : b));
}
