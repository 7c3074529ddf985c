import type { CustomSeriesRenderItem } from 'echarts';
import type { Day } from '../../shared/domain/time.ts';
import { dayText } from '../html/dates.ts';
import type { Html } from '../html/html.ts';
import { FONT, svgChart } from './svg-chart.ts';

/** Rows over a time axis with today's line: what both timelines stand on. */
export interface TimeRows {
  readonly width: number;
  /** Room for labels at the left; 0 puts each label above its row. */
  readonly labelWidth: number;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly tickText: (at: number) => string;
  /** From the bottom row to the top one. */
  readonly labels: readonly string[];
  /** For each row its moments, NaN where it has none. */
  readonly moments: readonly (readonly number[])[];
  /** What a row shows at the places of its moments. */
  readonly draw: (places: readonly (Place | undefined)[]) => Shapes;
  readonly today: Day;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

type Drawn = Extract<NonNullable<ReturnType<CustomSeriesRenderItem>>, { type: 'group' }>;
export type Shapes = NonNullable<Drawn['children']>;

const ROW_HEIGHT = 26;
const NARROW_ROW_HEIGHT = 40;
const AXIS_HEIGHT = 42;
/** On a narrow screen the marks lie this far under the middle of their row, below the label. */
const NARROW_DOWN = 8;

export function timeRows(rows: TimeRows): Html {
  const narrow = rows.labelWidth === 0;
  const ticks = [...rows.ticks];
  const height = Math.max(1, rows.labels.length) * (narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT) + AXIS_HEIGHT;
  return svgChart(
    {
      grid: { left: rows.labelWidth || 10, right: 14, top: 22, bottom: 22 },
      xAxis: {
        type: 'value',
        min: rows.from,
        max: rows.to,
        axisLine: { lineStyle: { color: 'var(--line)' } },
        splitLine: { lineStyle: { color: 'var(--line)' } },
        axisTick: { show: false, customValues: ticks },
        axisLabel: {
          color: 'var(--muted)',
          ...FONT,
          customValues: ticks,
          formatter: (at: number) => rows.tickText(at),
          hideOverlap: true,
        },
      },
      yAxis: {
        type: 'category',
        data: [...rows.labels],
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: narrow
          ? { inside: true, margin: 0, verticalAlign: 'bottom', padding: [0, 0, 7, 0], color: 'var(--ink)', ...FONT }
          : { color: 'var(--ink)', margin: rows.labelWidth - 4, align: 'left', ...FONT },
      },
      series: [
        {
          type: 'custom',
          silent: true,
          clip: false,
          data: rows.moments.map((moments, row) => [row, ...moments]),
          encode: { x: (rows.moments[0] ?? []).map((_, at) => at + 1), y: 0 },
          renderItem: drawRow(rows, narrow ? NARROW_DOWN : 0),
          markLine: {
            silent: true,
            symbol: 'none',
            data: [{ xAxis: msOf(rows.today) }],
            lineStyle: { color: 'var(--today)', width: 1.5, type: 'solid' },
            label: {
              show: true,
              position: 'end',
              formatter: `Today, ${dayText(rows.today)}`,
              color: 'var(--today)',
              ...FONT,
            },
          },
        },
      ],
    },
    { width: rows.width, height },
    narrow ? 'narrow-only' : 'wide-only',
  );
}

function drawRow({ draw, moments }: TimeRows, down: number): CustomSeriesRenderItem {
  return (_, api) => {
    const row = Number(api.value(0));
    const places = (moments[row] ?? []).map((_moment, at): Place | undefined => {
      const value = Number(api.value(at + 1));
      const [x, y] = api.coord([value, row]);
      return Number.isNaN(value) || x === undefined || y === undefined ? undefined : { x, y: y + down };
    });
    return { type: 'group', children: draw(places) };
  };
}

/** A date that something must be done by. */
export function diamond({ x, y }: Place): Shapes[number] {
  const points = [
    [x, y - 7],
    [x + 6, y],
    [x, y + 7],
    [x - 6, y],
  ];
  return { type: 'polygon', shape: { points }, style: { fill: 'var(--critical)' } };
}

export function line(
  from: Place,
  to: Place,
  style: { readonly stroke: string; readonly lineWidth: number },
): Shapes[number] {
  return { type: 'line', shape: { x1: from.x, y1: from.y, x2: to.x, y2: to.y }, style };
}

export function msOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}
