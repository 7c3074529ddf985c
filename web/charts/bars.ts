import type { Html } from '../html/html.ts';
import { plain } from '../html/html.ts';
import { count } from '../html/words.ts';
import { type ChartOption, FONT, svgChart } from './svg-chart.ts';

export interface Bar {
  readonly label: string;
  /** From left to right. */
  readonly parts: readonly { readonly value: number; readonly color: string }[];
  /** What stands behind the bar. */
  readonly text?: string;
}

const ROW_HEIGHT = 28;
const LONGEST_LABEL = 20;

/** Lying bars, from top to bottom, each with its number. */
export function barChart(bars: readonly Bar[], { width = 360, labelWidth = 152 } = {}): Html {
  const rows = bars.toReversed();
  const partCount = Math.max(1, ...bars.map(({ parts }) => parts.length));
  const series = Array.from(
    { length: partCount },
    (_, at): NonNullable<ChartOption['series']> => ({
      type: 'bar',
      stack: 'all',
      silent: true,
      barWidth: 14,
      data: rows.map(({ parts }) => ({
        value: parts[at]?.value ?? 0,
        itemStyle: { color: parts[at]?.color ?? 'none' },
      })),
      ...(at === partCount - 1 && {
        label: {
          show: true,
          position: 'right',
          color: 'var(--ink)',
          ...FONT,
          formatter: ({ dataIndex }: { dataIndex: number }) => textOf(rows[dataIndex]),
        },
      }),
    }),
  ).flat();
  const option: ChartOption = {
    grid: { left: labelWidth, right: 62, top: 0, bottom: 0 },
    xAxis: { type: 'value', show: false, min: 0, max: Math.max(1, ...bars.map(sumOf)) },
    yAxis: {
      type: 'category',
      data: rows.map(({ label }) => shortened(plain(label))),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: 'var(--ink)', margin: labelWidth - 2, align: 'left', ...FONT },
    },
    series,
  };
  return svgChart(option, { width, height: Math.max(1, bars.length) * ROW_HEIGHT });
}

function sumOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function textOf(bar: Bar | undefined): string {
  return bar ? (bar.text ?? count(sumOf(bar))) : '';
}

/** The full name is in the table beside the chart. */
function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
