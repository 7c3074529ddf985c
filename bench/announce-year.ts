/**
 * `node bench/announce-year.ts --clusters N --seed S --days D`: a year of announcements on a virtual clock, one look an hour,
 * with crashes and outages. One JSON line; exit 1 when anything was sent twice, at night or after its event.
 */

import { commandLine } from '../dev/command-line.ts';
import { runYear } from '../test/support/announce/year.ts';

const values = commandLine(
  `node bench/announce-year.ts [--clusters N] [--days N] [--seed S]

A year of announcements on a virtual clock, with crashes. One JSON line.`,
  {
    clusters: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '365' },
  },
);
const started = performance.now();
const result = await runYear({
  clusters: Number(values.clusters),
  seed: Number(values.seed),
  days: Number(values.days),
});
const seconds = Math.round((performance.now() - started) / 100) / 10;
process.stdout.write(`${JSON.stringify({ ...result, seconds })}\n`);
process.exitCode = result.sentTwice + result.atNight + result.afterEvent > 0 ? 1 : 0;
