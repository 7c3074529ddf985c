/**
 * `node bench/announce-year.ts --clusters N --seed S --days D`: a year of all that is announced on a virtual clock, one look an
 * hour, into a chat, with crashes, outages, busy services and lost replies. One JSON line; exit 1 when anything was said twice,
 * at night or after its event, when a watch was called clear that was not, or when anything is missing and nobody says so.
 */

import { commandLine } from '../dev/command-line.ts';
import { runYear } from '../test/support/announce/year.ts';
import { FAULTS } from '../test/support/announce/year-judge.ts';

const values = commandLine(
  `node bench/announce-year.ts [--clusters N] [--days N] [--seed S]

A year of all that is announced on a virtual clock, into a chat, with crashes. One JSON line.`,
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
process.exitCode = FAULTS.some((fault) => result[fault] > 0) ? 1 : 0;
