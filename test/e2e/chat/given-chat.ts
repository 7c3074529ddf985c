import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Stage, startStage } from '../../../dev/demo/stage.ts';
import { keepingTerminal } from '../../support/keeping-terminal.ts';
import { openBrowser } from '../../web/support/browser.ts';
import { type ChatClient, openChat } from './client.ts';

const START_MS = 120_000;

/** A conversation that a killed host was posting in is free again after this; as deployed it would be a minute. */
const LOCK = 'PT5S';

/** The local stack with the shop of the story, and both people in front of their chat clients. */
export interface Chatting {
  readonly stage: Stage;
  readonly lead: ChatClient;
  readonly owner: ChatClient;
}

/** Starts it all before the tests of a file, on ports that nobody else looks for, and ends it after them. */
export function givenChat(settings: NodeJS.ProcessEnv = {}): () => Chatting {
  let stage: Stage | undefined;
  let browser: Browser | undefined;
  let chatting: Chatting | undefined;
  const { terminal, said } = keepingTerminal();
  beforeAll(async () => {
    stage = await startStage(terminal, { settings, anyPort: true, chat: true, lockDuration: LOCK });
    browser = await openBrowser();
    const [lead, owner] = stage.playgrounds;
    if (!lead || !owner) throw new Error('two chat clients are expected');
    chatting = { stage, lead: await openChat(browser, lead), owner: await openChat(browser, owner) };
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, START_MS);
  return () => {
    if (!chatting) throw new Error(`the chat did not start:\n${said.join('\n')}`);
    return chatting;
  };
}
