/**
 * Takes pictures of every card as Teams shows them, light and dark, on a phone and on a desktop, with plain, long,
 * right-to-left and hostile names: `node test/app/bot/cards/pictures.ts FOLDER [PART-OF-A-NAME]`.
 *
 * `ADAPTIVE_CARDS` and `MARKDOWN_IT` name builds for browsers of `adaptivecards` 3 and of `markdown-it`, which Teams uses.
 * `WIDTHS` says how wide, as in `340 700`.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChatMessage } from '../../../../shared/domain/chat/message.ts';
import { openBrowser } from '../../../web/support/browser.ts';
import { allCards, everywhere, PLAIN_NAMES } from './given-cards.ts';
import { HOSTILE, LONG, MIXED } from './names.ts';
import { DRAW_CARD, hostConfig } from './teams-look.ts';

const [folder = 'pictures', only = ''] = process.argv.slice(2);
const WIDTHS = (process.env['WIDTHS'] ?? '340 700').split(' ').map(Number);

const sets: Readonly<Record<string, Readonly<Record<string, ChatMessage>>>> = {
  plain: await allCards(PLAIN_NAMES, 3),
  many: await allCards(PLAIN_NAMES, 200),
  long: await allCards(everywhere(LONG), 3),
  mixed: await allCards(everywhere(MIXED), 3),
  hostile: await allCards(everywhere(HOSTILE), 3),
};

await mkdir(folder, { recursive: true });
const libraries = await Promise.all(
  [process.env['MARKDOWN_IT'], process.env['ADAPTIVE_CARDS']].map((path) => readFile(path ?? '', 'utf8')),
);
const browser = await openBrowser();
try {
  for (const [set, cards] of Object.entries(sets)) {
    for (const [name, { card, text }] of Object.entries(cards)) {
      if (!`${set}-${name}`.includes(only)) continue;
      for (const colorScheme of ['light', 'dark'] as const) {
        if (colorScheme === 'dark' && set !== 'plain') continue;
        for (const width of WIDTHS) {
          const page = await browser.newPage({ colorScheme, viewport: { width, height: 400 } });
          await page.setContent(`<!doctype html><meta charset="utf-8"><body></body>`);
          for (const content of libraries) await page.addScriptTag({ content });
          const shown = { card, text, config: hostConfig(colorScheme), dark: colorScheme === 'dark' };
          await page.evaluate(`(${DRAW_CARD})(${JSON.stringify(shown)})`);
          await page.screenshot({ path: join(folder, `${set}-${name}-${colorScheme}-${width}.png`), fullPage: true });
          await page.close();
        }
      }
    }
  }
} finally {
  await browser.close();
}
