/** The pages about migrations in a real browser, while a migration goes on. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../web/support/browser.ts';
import { MIGRATION_ROUTES } from '../web/support/given-migrations.ts';
import { givenMigrationScenes, type Scenes } from '../web/support/migration-scenes.ts';
import { type Served, serve } from '../web/support/serve.ts';

let served: Served;
let browser: Browser;
let scenes: Scenes;

beforeAll(async () => {
  scenes = await givenMigrationScenes();
  served = await serve(MIGRATION_ROUTES, scenes.behind);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

async function open(
  path: string,
  context: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; errors: string[] }> {
  const page = await (await browser.newContext(context)).newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.clock.install();
  await page.goto(served.url + path);
  return { page, errors };
}

/** What is fine is not collected, which takes most of the time. The pages have no frames: the old way does. */
const ONLY_VIOLATIONS = { resultTypes: ['violations' as const] };

/** Every page is looked at by axe once in light; in dark those that have all marks and colours between them. */
test.each([
  ['light', 1280, () => ['/migrations', ...scenes.main.map(pathOf)]],
  ['dark', 400, () => ['/migrations', pathOf(scenes.running)]],
  ['light', 400, () => scenes.rest.map(pathOf)],
] as const)(
  'in %s, %i px wide: no fault for axe, nothing wider than the page, no error',
  async (colorScheme, width, paths) => {
    const { page, errors } = await open('/migrations', { colorScheme, viewport: { width, height: 900 } });
    for (const path of paths()) {
      await wide(page, path, width);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(ONLY_VIOLATIONS).analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
        [],
      );
    }
    expect(errors).toEqual([]);
    await page.context().close();
  },
);

test('on a phone no page is wider than it, whatever the names', async () => {
  const { page } = await open('/migrations', { viewport: { width: 400, height: 900 } });
  for (const path of ['/migrations', ...scenes.main.map(pathOf)]) await wide(page, path, 400);
  await page.context().close();
});

function pathOf(id: string): string {
  return `/migrations/${id}`;
}

/** With everything open. */
async function wide(page: Page, path: string, width: number): Promise<void> {
  await page.goto(served.url + path);
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
  expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width);
}

test('the page keeps itself up to date: what is open stays open, and the change is spoken', async () => {
  const { page, errors } = await open(`/migrations/${scenes.running}`);
  await page.locator('#steps-explained summary').click();
  await page.locator('#to-plan').focus();
  await page.evaluate('document.getElementById("live").dataset.kept = "yes"');
  await scenes.pause('Somebody looks into the cart.');
  await page.clock.runFor(5_000);
  await page.getByText('Paused: Somebody looks into the cart.').waitFor();
  expect(await page.locator('#told').textContent()).toBe('paused, drain source: Somebody looks into the cart.');
  expect(await page.locator('#steps-explained').getAttribute('open')).not.toBeNull();
  expect(await page.evaluate('document.activeElement.id')).toBe('to-plan');
  expect(await page.evaluate('document.getElementById("live").dataset.kept')).toBe('yes');
  expect(errors).toEqual([]);
  await page.context().close();
});

test('a freeze is said on a page that is open, and is no fault for axe', async () => {
  const { page, errors } = await open('/migrations');
  expect(await page.locator('#frozen').isVisible()).toBe(false);
  await scenes.freeze(`Until the all-clear: ${'x'.repeat(300)}`);
  await page.clock.runFor(15_000);
  await page.getByRole('heading', { name: 'The fleet is frozen' }).waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(ONLY_VIOLATIONS).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('hostile names are shown as text, and turn nothing around', async () => {
  const { page } = await open(`/migrations/${scenes.hostile}`);
  expect(await page.title()).toContain('<img src=x');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.content()).not.toContain('\u202e');
  await page.context().close();
});
