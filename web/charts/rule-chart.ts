import type { Html } from '../html/html.ts';
import { FONT, svgChart } from './svg-chart.ts';

const WIDTH = 340;
const HEIGHT = 92;

export interface RuleChart {
  /** One for each minute, oldest first; `undefined`: nobody could see. */
  readonly values: readonly (number | undefined)[];
  readonly threshold: number;
  readonly breached: boolean;
  /** What stands under the right end. */
  readonly end: string;
}

/** The last hour of one rule: steps where it was seen, hatched where nobody could see, and the line it must not pass. */
export function ruleChart({ values, threshold, breached, end }: RuleChart): Html {
  const last = values.length - 1;
  const highest = Math.max(threshold, ...values.filter((value) => value !== undefined));
  const colour = breached ? 'var(--critical)' : 'var(--fair)';
  return svgChart(
    {
      grid: { left: 30, right: 8, top: 8, bottom: 20 },
      xAxis: {
        type: 'value',
        min: 0,
        max: last,
        axisLine: { lineStyle: { color: 'var(--line)' } },
        splitLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: 'var(--muted)',
          ...FONT,
          customValues: [0, last],
          alignMinLabel: 'left',
          alignMaxLabel: 'right',
          formatter: (at: number) => (at === 0 ? `${values.length} min before` : end),
        },
      },
      yAxis: {
        type: 'value',
        min: 0,
        // A threshold of 0 lies on the axis, and a flat line at it must still be told from the frame.
        max: Math.max(1, highest * 1.1),
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { color: 'var(--muted)', ...FONT, customValues: ticksOf(highest), margin: 4 },
      },
      series: [
        {
          type: 'line',
          step: 'end',
          silent: true,
          showSymbol: values.length === 1,
          connectNulls: false,
          data: values.map((value, at) => [at, value ?? Number.NaN]),
          lineStyle: { color: colour, width: 2 },
          itemStyle: { color: colour },
          markLine: {
            silent: true,
            symbol: 'none',
            data: [{ yAxis: threshold }],
            label: { show: false },
            lineStyle: { color: 'var(--high)', width: 1.5, type: [5, 3] },
          },
          markArea: {
            silent: true,
            itemStyle: { color: 'var(--line)', opacity: 0.7 },
            data: unseenSpans(values).map(([from, to]) => [{ xAxis: from }, { xAxis: to }]),
          },
        },
      ],
    },
    { width: WIDTH, height: HEIGHT },
    'rule-chart',
  );
}

function ticksOf(highest: number): number[] {
  const top = Math.round(highest * 100) / 100;
  return top > 0 ? [0, top] : [0, 1];
}

/** From the last minute that was seen to the next one that is. */
export function unseenSpans(values: readonly (number | undefined)[]): (readonly [number, number])[] {
  const spans: (readonly [number, number])[] = [];
  for (let at = 0; at < values.length; at += 1) {
    if (values[at] !== undefined) continue;
    const from = at;
    while (at + 1 < values.length && values[at + 1] === undefined) at += 1;
    spans.push([Math.max(0, from - 1), Math.min(values.length - 1, at + 1)]);
  }
  return spans;
}
