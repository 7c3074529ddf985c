/**
 * `node infra/teams/icons.ts`: draws the icons of the Teams app from the icon of the pages. They are committed, so this is
 * run only when that icon changes.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
 */
import { readFileSync, writeFileSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

const source = readFileSync(new URL('../../web/assets/icon.svg', import.meta.url), 'utf8');
const [, ground = '', shapes = ''] = /<rect [^>]*fill="(#\w+)"\/>(.*)<\/svg>/s.exec(source) ?? [];
if (!ground || !shapes) throw new Error('the icon of the pages has another form than this script knows');

/** Teams rounds the corners itself, and cuts off a margin: the whole square is filled, the sign is in its middle. */
const COLOR = {
  name: 'color.png',
  size: 192,
  svg: svg(192, `<rect width="24" height="24" fill="${ground}"/>${sign(0.8)}`),
};
/** White on nothing: Teams colours it. */
const OUTLINE = { name: 'outline.png', size: 32, svg: svg(32, sign(1).replaceAll(/#\w{3,6}/g, '#fff')) };

function svg(size: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="${size}" height="${size}">${body}</svg>`;
}

function sign(scale: number): string {
  const moved = (24 - 24 * scale) / 2;
  return `<g transform="translate(${moved} ${moved}) scale(${scale})">${shapes}</g>`;
}

const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args });
const page = await browser.newPage();
for (const { name, size, svg: drawing } of [COLOR, OUTLINE]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`);
  writeFileSync(new URL(name, import.meta.url), await page.screenshot({ omitBackground: true }));
}
await browser.close();
