import type { Browser, Locator, Page } from 'playwright-core';
import { BOT, CHANNEL_NAME, GROUP_NAME } from '../../../dev/playground/config-file.ts';
import type { Playground } from '../../../dev/playground/start.ts';

/** The client is a script of 9 MB, and the machine is busy starting the rest. */
const OPEN_MS = 60_000;
/** Nobody waits longer for an answer. */
const ANSWER_MS = 20_000;
const PLACES = { personal: 'Personal Chat', group: GROUP_NAME, channel: CHANNEL_NAME } as const;

/** A channel's reply that comes before the client has drawn the post it belongs to is never drawn. */
const FRAME_LATE_MS = 250;

export type Place = keyof typeof PLACES;

/** One person in front of their chat client. It shows one place at a time, and forgets all when its page is closed. */
export interface ChatClient {
  readonly page: Page;
  go(place: Place): Promise<void>;
  /** Says something where the person is; in a group and in a channel to the bot by name. In a channel this begins a thread. */
  say(text: string): Promise<void>;
  /** The newest card with this text in it, when it is there. */
  card(text: string | RegExp): Promise<Locator>;
  /** What the bot says, when it is there; not what the person said. */
  answer(text: string | RegExp): Promise<Locator>;
  /** Presses a button of a card, after its fields were filled in, by their labels. */
  press(card: Locator, button: string, fields?: Readonly<Record<string, string>>): Promise<void>;
  /** Of the whole window, with this card in it: whole, or from its top. */
  picture(card: Locator, file: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the client of one person. */
export async function openChat(browser: Browser, { url }: Playground): Promise<ChatClient> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  const page = await context.newPage();
  page.setDefaultTimeout(ANSWER_MS);
  page.setDefaultNavigationTimeout(OPEN_MS);
  await page.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => void setTimeout(() => socket.send(frame), FRAME_LATE_MS));
  });
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByTitle('Hide log panel').click({ timeout: OPEN_MS });
  let at: Place = 'personal';
  const cards = page.locator('.ac-adaptiveCard');
  return {
    page,
    async go(place) {
      await page.getByRole('treeitem', { name: PLACES[place] }).click();
      await page
        .getByText(place === 'channel' ? 'Start a new post' : 'Type a message...')
        .first()
        .waitFor();
      at = place;
    },
    async say(text) {
      await page.locator('[data-lexical-editor=true]').first().click();
      if (at !== 'personal') {
        await page.keyboard.type('@');
        await page.getByRole('menuitem', { name: BOT.name }).first().click();
        await page.keyboard.type(' ');
      }
      await page.keyboard.type(text);
      if (at === 'channel') await page.getByRole('button', { name: 'Post', exact: true }).click();
      else await page.keyboard.press('Enter');
    },
    async card(text) {
      const card = cards.filter({ hasText: text }).last();
      await card.waitFor();
      return card;
    },
    async answer(text) {
      const said = page.locator('.ac-adaptiveCard, .fai-OutputCard, p[node]').filter({ hasText: text }).last();
      await said.waitFor();
      return said;
    },
    async press(card, button, fields = {}) {
      for (const [label, value] of Object.entries(fields)) await card.getByLabel(label).fill(value);
      await card.getByRole('button', { name: button, exact: true }).click();
    },
    async picture(card, file) {
      const { height = 0 } = (await card.boundingBox()) ?? {};
      const block = height < (page.viewportSize()?.height ?? 0) ? 'center' : 'start';
      await card.evaluate((one, at) => one.scrollIntoView({ block: at }), block);
      await page.screenshot({ path: file });
    },
    close: () => context.close(),
  };
}
