import type { CustomSeriesRenderItem } from 'echarts';
import type { CalendarEntryView } from '../../shared/app/views.ts';
import { addDays, type Day } from '../../shared/domain/time.ts';
import { dayText } from '../html/dates.ts';
import { type Html, plain } from '../html/html.ts';
import { count } from '../html/words.ts';
import { type ChartOption, FONT, svgChart } from './svg-chart.ts';

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
const ROW_HEIGHT = 26;
const NARROW_ROW_HEIGHT = 40;
const AXIS_HEIGHT = 42;

/**
 * Each OS from the end of its support (circle) to the removal of its images (diamond), with today's line.
 * Dates outside the years shown sit at the edge; the table beside the chart has them all.
 */
export function timelineChart(entries: readonly CalendarEntryView[], today: Day, layout: TimelineLayout): Html {
  const narrow = layout.labelWidth === 0;
  const rows = entries.toReversed();
  const from = msOf(addDays(today, -PAST_DAYS));
  const to = msOf(addDays(today, AHEAD_DAYS));
  const inside = (day: Day) => Math.min(to, Math.max(from, msOf(day)));
  const months = ticks(from, to, layout.monthsPerTick);
  const option: ChartOption = {
    grid: { left: layout.labelWidth || 10, right: 14, top: 22, bottom: 22 },
    xAxis: {
      type: 'value',
      min: from,
      max: to,
      axisLine: { lineStyle: { color: 'var(--line)' } },
      splitLine: { lineStyle: { color: 'var(--line)' } },
      axisTick: { show: false, customValues: months },
      axisLabel: {
        color: 'var(--muted)',
        ...FONT,
        customValues: months,
        formatter: (at: number) => tickText(at),
        hideOverlap: true,
      },
    },
    yAxis: {
      type: 'category',
      data: rows.map(labelOf),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: narrow
        ? { inside: true, margin: 0, verticalAlign: 'bottom', padding: [0, 0, 7, 0], color: 'var(--ink)', ...FONT }
        : { color: 'var(--ink)', margin: layout.labelWidth - 4, align: 'left', ...FONT },
    },
    series: [
      {
        type: 'custom',
        silent: true,
        clip: false,
        data: rows.map((entry, row) => [
          row,
          entry.supportEnds ? inside(entry.supportEnds) : Number.NaN,
          entry.imagesRemoved ? inside(entry.imagesRemoved) : Number.NaN,
        ]),
        encode: { x: [1, 2], y: 0 },
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
  return svgChart(option, { width: layout.width, height }, narrow ? 'narrow-only' : 'wide-only');
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
    const ends = at(1);
    const removed = at(2);
    return {
      type: 'group',
      children: [
        ...(ends && removed
          ? [
              {
                type: 'line' as const,
                shape: { x1: ends.x, y1: ends.y, x2: removed.x, y2: removed.y },
                style: { stroke: 'var(--high)', lineWidth: 4 },
              },
            ]
          : []),
        ...(ends
          ? [{ type: 'circle' as const, shape: { cx: ends.x, cy: ends.y, r: 5 }, style: { fill: 'var(--high)' } }]
          : []),
        ...(removed
          ? [
              {
                type: 'polygon' as const,
                shape: { points: diamond(removed.x, removed.y) },
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

function labelOf({ what, pools }: CalendarEntryView): string {
  return `${plain(what)}${pools > 0 ? ` · ${count(pools)}` : ''}`;
}

function msOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
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
