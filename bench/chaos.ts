/**
 * `node bench/chaos.ts --runs N --seed S [--history]`: the whole app on a model world with a virtual clock, where
 * processes die between any two effects and everything else goes wrong as a seed has it. One JSON line; exit 1 when
 * something that must never happen did.
 */

import { commandLine } from '../dev/command-line.ts';
import { type ChaosResult, runChaos, runSeed } from '../test/support/chaos/chaos.ts';
import { historyText } from '../test/support/chaos/history-text.ts';

const values = commandLine(
  `npm run chaos -- [--runs N] [--seed S] [--history]

The whole app on a model world where everything goes wrong as a seed has it. One JSON line; exit 1 when something that must never happen did.`,
  {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    /** Prints what happened in the run of `seed`, whether or not something broke. */
    history: { type: 'boolean', default: false },
  },
);
const runs = Number(values.runs);
const seed = Number(values.seed);
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('--runs and --seed are whole numbers, --runs at least 1.\n');
  process.exit(2);
}

if (values.history) process.stderr.write(`${historyText(await runSeed(seed))}\n`);
const started = performance.now();
const result: ChaosResult = await runChaos({ runs, seed });
const seconds = Math.round((performance.now() - started) / 100) / 10;
for (const { seed: of, breaks, history } of result.broken) {
  for (const { rule, what } of breaks.slice(0, 3)) process.stderr.write(`seed ${of}: ${rule}: ${what}\n`);
  if (history) process.stderr.write(`seed ${of}, shortest history: ${JSON.stringify(history)}\n`);
}
const { events, crashes, faults, invariantBreaks, ends } = result;
process.stdout.write(`${JSON.stringify({ runs, seed, events, crashes, faults, invariantBreaks, ends, seconds })}\n`);
process.exitCode = invariantBreaks > 0 ? 1 : 0;
