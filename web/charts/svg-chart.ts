import {
  BarChart,
  type BarSeriesOption,
  CustomChart,
  type CustomSeriesOption,
  LineChart,
  type LineSeriesOption,
} from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  MarkAreaComponent,
  type MarkAreaComponentOption,
  MarkLineComponent,
  type MarkLineComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Html, html, trusted } from '../html/html.ts';

use([BarChart, CustomChart, GridComponent, LineChart, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | CustomSeriesOption
  | GridComponentOption
  | LineSeriesOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
>;

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/**
 * A chart as inline SVG. Its colours are CSS variables, so that it follows light and dark; inline styles
 * are taken out, because the page allows none. The picture is hidden from screen readers: the table that
 * stands beside every chart says the same.
 */
export function svgChart(option: ChartOption, { width, height }: ChartSize, className = ''): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    return html`<div class="chart ${className}" aria-hidden="true">${trusted(withoutStyles(chart.renderToSVGString()))}</div>`;
  } finally {
    chart.dispose();
  }
}

/** Attributes that only serve scripts or break the page's content policy. Texts are escaped by the library. */
function withoutStyles(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<(?:[^<>"]|"[^"]*")*>/g, (tag) =>
      tag.replace(/ (?:style|class|ecmeta_\w+|pointer-events|baseProfile|xmlns:xlink)="[^"]*"/g, ''),
    )
    .replace(/^<svg /, '<svg focusable="false" ');
}

/** Text sizes are set by the style sheet; the library needs them to leave enough room. */
export const FONT = { fontSize: 12, fontFamily: 'sans-serif' } as const;
