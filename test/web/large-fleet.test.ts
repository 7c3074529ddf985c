import { expect, test } from 'vitest';
import { ALL_ROUTES, givenBehind } from './support/given-app.ts';
import { givenPorts, largeWorld, sweepInto } from './support/given-world.ts';
import { serve } from './support/serve.ts';

/** One tenth of the largest fleet: the page's size must not grow with it, so that the rest is arithmetic. */
test('the page of a fleet of 1,000 clusters is no larger than a page needs to be', async () => {
  const ports = await givenPorts();
  await sweepInto(ports, largeWorld(1_000, 5, 100));
  const served = await serve(ALL_ROUTES, givenBehind(ports));
  try {
    const page = await (await fetch(served.url)).text();
    expect(page.length).toBeLessThan(200_000);
    expect(page.match(/<tr role="row"/g)).toHaveLength(26);
    expect(page).toContain('1,000 clusters with 5,000 pools');
    expect(page).toContain('; the table has 92 more');
  } finally {
    await served.close();
  }
});
