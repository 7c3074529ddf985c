import { afterAll, beforeAll, expect, test } from 'vitest';
import { API_ROUTES } from '../../shared/host/http/routes/openapi.ts';
import type { GivenChat } from '../support/chat/given-chat.ts';
import { BEN, givenChats, OPS, SHOP } from '../support/chat/given-chats-behind.ts';
import { type Served, serve } from '../web/support/serve.ts';
import { steward } from './run-steward.ts';

let served: Served;
let chat: GivenChat;

beforeAll(async () => {
  const { given, behind } = await givenChats();
  chat = given;
  served = await serve(API_ROUTES, behind);
});
afterAll(() => served.close());

const run = (...args: string[]) => steward(args, { env: { STEWARD_APP: served.url, COLUMNS: '160' } });

test('conversations with what each hears, then what went wrong, with names made harmless', async () => {
  const { stdout, code } = await run('chats');
  expect(code).toBe(0);
  for (const said of [
    `${chat.idOf(OPS)}  channel   platform / ops`,
    'everything',
    'team=shop',
    'shop / shop <U+202E><b>',
    '2026-11-20 08:00 UTC: it answered 403',
    '1 trouble with what was to be said:',
    '  CHAT_GONE: Nothing can be said any more in channel shop <U+202E><b> of team shop: it answered 403',
    'Words that were not taken, the newest first:',
    '  2026-11-20 08:00 UTC wrong-person, Eve: Approves plan abc. Only who holds platform may.',
  ]) {
    expect(stdout).toContain(said);
  }
  expect(stdout).not.toContain('\u202e');
});

test('as JSON it is what the API answers', async () => {
  const { stdout } = await run('chats', '--format', 'json');
  const answer = await fetch(`${served.url}/api/chats`);
  expect(JSON.parse(stdout)).toEqual(await answer.json());
});

test.each<[string[], unknown, string]>([
  [
    ['--tag', 'team=shop', 'env=a=b'],
    { kind: 'tags', tags: [tag('team', 'shop'), tag('env', 'a=b')] },
    'team=shop or env=a=b',
  ],
  [['--everything'], { kind: 'everything' }, 'everything'],
  [['--nothing'], { kind: 'nothing' }, 'nothing'],
])('hear %j', async (args, hears, words) => {
  const id = chat.idOf(BEN);
  const { stdout, code } = await run('chats', 'hear', id, ...args, '--as', 'Grace', '--app', served.url);
  expect([code, stdout]).toEqual([0, `${id} hears ${words} from now on.\n`]);
  const stored = await chat.parts.conversations.find(id);
  expect(stored?.conversation).toMatchObject({ hears, routed: { by: 'Grace' } });
});

function tag(key: string, value: string) {
  return { key, value };
}

test.each<[string[], string]>([
  [[], 'CLI_CHAT: say what it is to hear: --tag KEY=VALUE, --everything or --nothing'],
  [['--tag', '=shop'], 'CLI_CHAT: --tag takes KEY=VALUE, as team=shop; read =shop'],
  [['--everything', '--nothing'], "option '--everything' cannot be used with option '--nothing'"],
])('%j is said in one line', async (args, said) => {
  const { stderr, code } = await run('chats', 'hear', chat.idOf(SHOP), ...args, '--as', 'Grace');
  expect(code).toBe(1);
  expect(stderr).toContain(said);
});

test('a conversation that there is not is said to be none', async () => {
  const { stderr, code } = await run('chats', 'hear', 'conversation-none', '--nothing', '--as', 'Grace');
  expect(code).toBe(1);
  expect(stderr).toContain(
    'CHAT_NOT_FOUND: There is no conversation conversation-none. They are listed at /api/chats.',
  );
});
