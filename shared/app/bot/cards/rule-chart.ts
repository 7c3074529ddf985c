import { amountText, numberText } from '../../alerts/alert-words.ts';
import { minuteChart } from '../../alerts/minute-chart.ts';
import type { BrokenRule } from './recommendation-facts.ts';
import { words } from './safe.ts';
import type { Block } from './sheet.ts';

/** Minutes in one character: an hour fits on a phone's line. */
const MINUTES_EACH = 2;

/** The last hour of one rule as one line, and what it shows in words. */
export function ruleChartBlock({ values, value, threshold, unit }: BrokenRule): Block {
  const drawn = Array.from({ length: Math.ceil(values.length / MINUTES_EACH) }, (_, at) =>
    highest(values.slice(at * MINUTES_EACH, (at + 1) * MINUTES_EACH)),
  );
  const seen = values.filter((one) => one !== undefined);
  const now = value === undefined ? 'No value now' : `Now ${amountText(value, unit)}`;
  const range =
    seen.length > 0
      ? `, ${numberText(Math.min(...seen))} to ${numberText(Math.max(...seen))} in the last ${values.length} min`
      : '';
  const unseen = values.length - seen.length;
  const gap = unseen > 0 ? `; nobody saw ${unseen} of them (·)` : '';
  return {
    kind: 'drawn',
    line: minuteChart(drawn, threshold),
    says: words`${now}; more than ${numberText(threshold)} is too much${range}${gap}`,
    tone: 'attention',
  };
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  const seen = values.filter((value) => value !== undefined);
  return seen.length > 0 ? Math.max(...seen) : undefined;
}
