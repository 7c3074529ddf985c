/** Eight heights; the lowest is 0. */
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const NOT_SEEN = '·';

/** One character a minute: how high a value was, and `·` for a minute that nobody could see. */
export function minuteChart(values: readonly (number | undefined)[], threshold: number): string {
  const highest = Math.max(threshold, 0, ...values.filter((value) => value !== undefined));
  return values.map((value) => (value === undefined ? NOT_SEEN : barOf(value, highest))).join('');
}

function barOf(value: number, highest: number): string {
  if (value <= 0 || highest === 0) return BARS[0] ?? '';
  const height = Math.max(1, Math.round((value / highest) * (BARS.length - 1)));
  return BARS[height] ?? '';
}
