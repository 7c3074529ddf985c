import { answer } from '../shared/host/http/answer.ts';
import { showDashboard } from '../shared/host/http/routes/pages.ts';
import type { LaptopFleet } from '../shared/host/laptop.ts';

const RUNS = 11;

/** Server time of `GET /`: the first time, which builds the index, and then the median on a warm one. */
export async function pageMilliseconds({ fleet, clock }: LaptopFleet): Promise<{ pageMs: number; pageColdMs: number }> {
  const config = {
    HTTP_AUTH: 'open' as const,
    WEBSITE_AUTH_ENABLED: undefined,
    WEBSITE_INSTANCE_ID: undefined,
    WEBSITE_SITE_NAME: undefined,
  };
  const render = async () => {
    const started = performance.now();
    const reply = await answer(
      showDashboard,
      {
        url: new URL('http://127.0.0.1/'),
        params: {},
        header: (name) => (name === 'host' ? '127.0.0.1' : undefined),
        text: async () => '',
      },
      {
        running: async () => ({ fleet, clock, config }),
        failed: (error) => process.stderr.write(`${String(error)}\n`),
      },
    );
    if (reply.status !== 200) throw new Error(`the page answered ${reply.status}`);
    return performance.now() - started;
  };
  const pageColdMs = await render();
  const warm: number[] = [];
  for (let run = 0; run < RUNS; run += 1) warm.push(await render());
  return { pageMs: warm.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN, pageColdMs };
}
