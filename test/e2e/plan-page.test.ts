/** The pages about plans in a real browser. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../web/support/browser.ts';
import { givenPlans, PLAN_ROUTES } from '../web/support/given-plans.ts';
import { givenStory } from '../web/support/given-story.ts';
import { type Served, serve } from '../web/support/serve.ts';

let served: Served;
let browser: Browser;
let id: string;

beforeAll(async () => {
  const given = await givenPlans((await givenStory()).ports);
  id = given.id;
  served = await serve(PLAN_ROUTES, given.behind);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

test.each([
  ['light', 1280],
  ['light', 400],
  ['dark', 1280],
  ['dark', 400],
] as const)(
  'in %s, %i px wide: no fault for axe, nothing wider than the page, no script error',
  async (colorScheme, width) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    for (const path of ['/plans', `/plans/${id}`]) {
      await page.goto(`${served.url}${path}`);
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
        [],
      );
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    expect(errors).toEqual([]);
    await context.close();
  },
);
