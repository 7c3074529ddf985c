/**
 * Takes screenshots of the pages: `node test/web/support/screenshots.ts FOLDER [URL]`. Without a URL, of a fleet of its own.
 * Light, dark and 400 px wide.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from './browser.ts';
import { ALL_ROUTES, givenBehind } from './given-app.ts';
import { givenStory } from './given-story.ts';
import { serve } from './serve.ts';

const [folder = 'screenshots', given] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

const story = given ? undefined : await givenStory();
const served = story && (await serve(ALL_ROUTES, givenBehind(story.ports)));
const url = given ?? served?.url ?? '';
const browser = await openBrowser();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 400]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      await page.goto(url);
      await page.screenshot({ path: join(folder, `fleet-${colorScheme}-${width}.png`), fullPage: true });
      await page.locator('.col-where a').first().click();
      await page.screenshot({ path: join(folder, `cluster-${colorScheme}-${width}.png`), fullPage: true });
      await page.close();
    }
  }
} finally {
  await browser.close();
  await served?.close();
}
