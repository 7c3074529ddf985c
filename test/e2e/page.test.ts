/** The pages in a real browser, over HTTP. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../web/support/browser.ts';
import { ALL_ROUTES, givenBehind } from '../web/support/given-app.ts';
import { givenStory, SHOP } from '../web/support/given-story.ts';
import { givenPorts } from '../web/support/given-world.ts';
import { type Served, serve } from '../web/support/serve.ts';

const CLUSTER = `/clusters/subscriptions/${SHOP.id}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop-weu`;

let served: Served;
let browser: Browser;

beforeAll(async () => {
  served = await serve(ALL_ROUTES, givenBehind((await givenStory()).ports));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** What has the focus, and whether that can be seen. */
const FOCUSED = `(({ activeElement: one }) => ({
  name: one.getAttribute('name') ?? one.textContent.trim(),
  outline: getComputedStyle(one).outlineStyle,
}))(document)`;

/** A page whose requests and script errors are kept. */
async function open(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; asked: string[]; errors: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const asked: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${served.url}${path}`);
  return { page, asked, errors };
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each([
    ['the fleet', '/', 1280],
    ['the fleet', '/', 400],
    ['one cluster', CLUSTER, 1280],
    ['one cluster', CLUSTER, 400],
  ])('axe finds nothing on %s (%s, %i px wide)', async (_, path, width) => {
    const { page } = await open(path, { colorScheme, viewport: { width, height: 900 } });
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    const { violations } = await new AxeBuilder({ page }).analyze();
    await page.context().close();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  });

  test('the charts take the colours of the scheme', async () => {
    const { page } = await open('/', { colorScheme });
    const fills = await page.evaluate(
      `getComputedStyle(document.querySelector('.chart path[fill="var(--critical)"]')).fill`,
    );
    await page.context().close();
    expect(fills).toBe(colorScheme === 'light' ? 'rgb(180, 35, 24)' : 'rgb(255, 145, 132)');
  });
});

test.each(['/', CLUSTER])('at 400 px nothing of %s sticks out', async (path) => {
  const { page } = await open(path, { viewport: { width: 400, height: 900 } });
  const width = await page.evaluate('document.documentElement.scrollWidth');
  await page.context().close();
  expect(width).toBe(400);
});

test('the first things on the page are how fresh it is and what was not seen', async () => {
  const { page } = await open('/');
  const first = page.locator('main section').first();
  const text = (await first.innerText()).replaceAll(/\s+/g, ' ');
  const title = await page.title();
  await page.context().close();
  expect(title).toBe('Partial: Node images of the fleet - Image Steward');
  expect(text).toContain('Partial sweep: 2 of 3 subscriptions seen, 1 gap');
  expect(text).toContain('The latest sweep finished 11 min ago (20 Nov 2026, 07:49 UTC).');
  expect(text).toContain(
    'No permission: subscription Legacy <b>sandbox</b>. The identity has no reader role on it: assign it. Not seen since 13 Nov 2026, 00:00 UTC; last seen 8 days ago.',
  );
});

test('everything can be read, filtered and followed without JavaScript', async () => {
  const { page } = await open('/', { javaScriptEnabled: false });
  await page.getByRole('checkbox', { name: 'critical' }).check();
  await page.getByRole('combobox', { name: 'Subscription' }).selectOption(SHOP.id);
  await page.getByRole('searchbox', { name: 'Search' }).fill('aks-shop-neu');
  await page.getByRole('button', { name: 'Filter' }).click();

  const url = new URL(page.url());
  expect([
    url.searchParams.get('severity'),
    url.searchParams.get('subscription'),
    url.searchParams.get('search'),
    url.hash,
  ]).toEqual(['critical', SHOP.id, 'aks-shop-neu', '#findings']);
  expect(await page.locator('.findings tbody tr').count()).toBe(1);
  expect(await page.getByRole('checkbox', { name: 'critical' }).isChecked()).toBe(true);
  expect(await page.getByRole('combobox', { name: 'Subscription' }).inputValue()).toBe(SHOP.id);
  expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('aks-shop-neu');

  await page.getByRole('link', { name: 'aks-shop-neu' }).click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('aks-shop-neu');
  expect(await page.locator('.facts').innerText()).toContain('not read, so nothing is said about them');
  await page.context().close();
});

test('by keyboard: the first stop skips to the content, and every link and field can be reached and is seen', async () => {
  const { page } = await open('/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('main');

  const stops: string[] = [];
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<{ name: string; outline: string }>(FOCUSED);
    expect(stop.outline).not.toBe('none');
    stops.push(stop.name);
  }
  await page.context().close();
  expect(stops).toEqual(
    expect.arrayContaining([
      'What was not seen, and why',
      'severity',
      'rule',
      'subscription',
      'cluster',
      'search',
      'Filter',
      'aks-shop-neu',
    ]),
  );
});

test.each([
  '/',
  '/?search=hostile',
  `/?cluster=${encodeURIComponent('"><script>alert(1)</script>')}`,
  `/clusters/subscriptions/10000000-0000-4000-8000-000000000002/resourcegroups/rg-data/providers/microsoft.containerservice/managedclusters/hostile`,
])('hostile names stay text on %s, and the page asks nobody else for anything', async (path) => {
  const { page, asked, errors } = await open(path);
  const title = await page.title();
  const injected = await page.locator('main img, main script').count();
  await page.context().close();
  expect([injected, errors, title.includes('owned') && !title.includes('document.title')]).toEqual([0, [], false]);
  expect(asked.filter((url) => !url.startsWith(`${served.url}/`))).toEqual([]);
});

test('a name that turns the direction of text shows that it does', async () => {
  const { page } = await open(
    '/clusters/subscriptions/10000000-0000-4000-8000-000000000002/resourcegroups/rg-data/providers/microsoft.containerservice/managedclusters/hostile',
  );
  const tags = await page.locator('.facts').innerText();
  await page.context().close();
  expect(tags).toContain('right\u{FFFD}left: x');
});

test('an exempted finding is in the list, marked with owner, reason and end', async () => {
  const { page } = await open('/?exempted=true&search=win19');
  const row = await page.locator('tr.exempted').first().innerText();
  await page.context().close();
  expect(row).toContain(
    'Exempted until 31 Jan 2027 by team-shop@example.com: Moves to Linux in January; the vendor has no newer Windows build.',
  );
});

test('a filter that is not understood says what is expected, and the way back', async () => {
  const { page } = await open('/?severity=hgh');
  const text = await page.locator('main').innerText();
  await page.getByRole('link', { name: 'To the fleet' }).click();
  const heading = await page.getByRole('heading', { name: 'Findings', exact: true }).count();
  await page.context().close();
  expect(text).toContain('severity: read ["hgh"], expected one of critical, high, medium, low');
  expect(heading).toBe(1);
});

test('before the first sweep the page says so', async () => {
  const empty = await serve(ALL_ROUTES, givenBehind(await givenPorts()));
  const text = await (await fetch(empty.url)).text();
  await empty.close();
  expect(text).toContain('The first sweep has not started, so nothing is known of the fleet.');
});

test('a function key in the address is carried along, and nowhere else', async () => {
  const html = await (await fetch(`${served.url}/?code=the-key`)).text();
  const own = [...html.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map(([, href]) => href ?? '');
  expect(own.filter((href) => !href.includes('code=the-key'))).toEqual(['/#findings']);
  expect(html).toContain('<input type="hidden" name="code" value="the-key">');
});
