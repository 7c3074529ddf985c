import { expect, test } from 'vitest';
import { noDirectory } from '../../shared/adapters/memory/chat-parts.ts';
import { readConfig, type Settings } from '../../shared/config/read-config.ts';
import { chatOf } from '../../shared/host/compose-chat.ts';
import type { Log } from '../../shared/host/log.ts';

const SOUND = { Storage: 'UseDevelopmentStorage=true', ServiceBus: 'Endpoint=sb://127.0.0.1' };
const TENANT = '11111111-1111-4111-8111-1111111111aa';
const OTHER = '33333333-3333-4333-8333-3333333333bb';
const BOT = { BOT_APP_ID: '22222222-2222-4222-8222-2222222222cc', BOT_TENANT_ID: TENANT.toUpperCase() };
const SIMULATED = { ARM_ENDPOINT: 'https://127.0.0.1:8443', ARM_CA_FILE: 'ca.pem' };
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const parts = (settings: Settings) => chatOf(readConfig({ ...SOUND, ...settings }), silent);

test('without a chat there is nobody to speak through, and no directory to ask', () => {
  expect(parts({})).toEqual({ chatTenants: [], groups: noDirectory });
});

test.each<[string, Settings, string[]]>([
  ['in Teams its own directory', { CHAT: 'teams', ...BOT }, [TENANT]],
  ['in Teams those that are listed', { CHAT: 'teams', ...BOT, CHAT_TENANTS: `${TENANT},${OTHER}` }, [TENANT, OTHER]],
  ['on this machine those that are listed', { ...SIMULATED, CHAT: 'local', CHAT_TENANTS: OTHER }, [OTHER]],
])('people who may decide: %s', (_who, settings, tenants) => {
  const { chat, chatDoor, chatTenants } = parts(settings);
  expect({ chat: typeof chat?.post, door: typeof chatDoor?.receive, chatTenants }).toEqual({
    chat: 'function',
    door: 'function',
    chatTenants: tenants,
  });
});

test('the directory is asked when the settings say so, with or without a chat', () => {
  expect(parts({ DIRECTORY_GROUPS: 'graph' }).groups).not.toBe(noDirectory);
});

test('the address for links is handed on', () => {
  expect(parts({ APP_URL: 'https://steward.example.com/' }).appUrl).toBe('https://steward.example.com');
});

test('a bot in Teams lets nobody in without a token, whatever the letters of its id', async () => {
  const { chatDoor } = parts({ CHAT: 'teams', ...BOT, BOT_APP_ID: BOT.BOT_APP_ID.toUpperCase() });
  const answer = await chatDoor?.receive({ headers: {}, body: '{}' }, async () => ({ kind: 'nothing' }));
  expect(answer).toMatchObject({ status: 401, problem: { code: 'CHAT_NOT_SIGNED' } });
});
