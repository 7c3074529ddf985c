import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { CHAT_TENANT, PLATFORM_LEAD, SHOP_OWNER } from '../../../dev/playground/people.ts';
import { chatSettings, type Playground, startPlaygrounds } from '../../../dev/playground/start.ts';
import type { Child } from '../../../dev/stack/child.ts';
import { closers } from '../../../dev/stack/closers.ts';
import { anyFree } from '../../../dev/stack/ports.ts';
import { keepingTerminal } from '../../support/keeping-terminal.ts';

async function givenPlaygrounds(): Promise<{
  playgrounds: Playground[];
  children: Child[];
  close: () => Promise<void>;
}> {
  const open = closers();
  onTestFinished(() => open.closeAll());
  const children: Child[] = [];
  const keep = (child: Child) => {
    open.add(() => child.stop());
    children.push(child);
    return child;
  };
  const messages = 'http://127.0.0.1:9/api/messages';
  const playgrounds = await startPlaygrounds({ messages, keep, open, pick: anyFree }, keepingTerminal().terminal);
  return { playgrounds, children, close: () => open.closeAll() };
}

/** Whether something listens there. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

test('each of the two has a client of their own, on this machine only, which ends with the stack', async () => {
  const { playgrounds, children, close } = await givenPlaygrounds();

  expect(playgrounds.map(({ person }) => person)).toEqual([PLATFORM_LEAD, SHOP_OWNER]);
  for (const { url } of playgrounds) {
    const port = Number(new URL(url).port);
    expect(await (await fetch(url)).text()).toContain('<title>Microsoft 365 Agents Playground</title>');
    // Whatever listens on every address of this machine answers here too.
    expect([await answers('127.0.0.1', port), await answers('127.0.0.2', port)]).toEqual([true, false]);
  }

  await close();
  // Which of the two was started first is nobody's to say.
  expect((await Promise.all(children.map(({ ended }) => ended))).toSorted()).toEqual([
    'the chat client of the platform lead (Agents Playground) ended (exit code 0)',
    'the chat client of the shop owner (Agents Playground) ended (exit code 0)',
  ]);
});

test('the app is told whom it talks with, and where', () => {
  const playgrounds = [{ person: PLATFORM_LEAD, url: 'http://127.0.0.1:56150' }];
  expect(chatSettings(playgrounds, 'http://127.0.0.1:7071')).toEqual({
    CHAT: 'local',
    CHAT_TENANTS: CHAT_TENANT,
    CHAT_LINK: 'http://127.0.0.1:56150',
    APP_URL: 'http://127.0.0.1:7071',
  });
});
