/**
 * The process that is measured: one sweep through the laptop path, then the dashboard page on what it
 * found. Settings come from the environment; the result is one JSON line on stdout, the calls go to
 * the file named first.
 */
import { writeFileSync } from 'node:fs';
import { keepHeapSmall } from '../cli/heap.ts';
import { isResourceGraph, recordCalls } from './recorded-calls.ts';

const [callsFile = ''] = process.argv.slice(2);
const recorded = recordCalls();
const { laptopFleet } = await import('../shared/host/laptop.ts');
keepHeapSmall(); // as `steward sweep` does

const started = performance.now();
const laptop = await laptopFleet();
await laptop.sweep({ onTrouble: (line) => process.stderr.write(`${line}\n`) });
const seconds = (performance.now() - started) / 1_000;
// Bytes on Linux and elsewhere: Node reports kilobytes everywhere.
const peakRssMb = process.resourceUsage().maxRSS / 1_024;
const cpuSeconds = process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
const sent = [...recorded.calls];

const { pageMilliseconds } = await import('./page-time.ts');
const page = await pageMilliseconds(laptop);
const latest = await laptop.fleet.latestSweep();

writeFileSync(callsFile, JSON.stringify(sent));
process.stdout.write(
  `${JSON.stringify({
    seconds,
    cpuSeconds,
    peakRssMb,
    resourceGraphQueries: sent.filter(isResourceGraph).length,
    armCalls: sent.filter((call) => !isResourceGraph(call)).length,
    throttled: recorded.throttled(),
    coverage: latest?.coverage,
    ...page,
  })}\n`,
);
