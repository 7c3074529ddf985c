/**
 * Server time of the page for a large fleet: `node test/web/support/bench-page.ts [CLUSTERS] [POOLS EACH]`.
 * Prints one JSON line: the first request builds the index, the others find it warm.
 */
import { ALL_ROUTES, givenBehind } from './given-app.ts';
import { givenPorts, largeWorld, sweepInto } from './given-world.ts';
import { serve } from './serve.ts';

const clusters = Number(process.argv[2] ?? 10_000);
const poolsEach = Number(process.argv[3] ?? 5);
const ports = await givenPorts();
await sweepInto(ports, largeWorld(clusters, poolsEach, 200));
const served = await serve(ALL_ROUTES, givenBehind(ports));

async function timed(path: string): Promise<number> {
  await (await fetch(`${served.url}${path}`)).text();
  return Math.round(served.lastMs());
}

const coldMs = await timed('/');
const warm: number[] = [];
for (let run = 0; run < 7; run++) warm.push(await timed('/'));
const searchMs = await timed('/?search=aks-shop-00042&exempted=false');
const apiMs = await timed('/api/findings?limit=1000');
await served.close();
warm.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    clusters,
    pools: clusters * poolsEach,
    coldMs,
    warmMedianMs: warm[3],
    warmWorstMs: warm[6],
    searchMs,
    apiMs,
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  }),
);
