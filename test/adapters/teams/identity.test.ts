import { expect, onTestFinished, test } from 'vitest';
import { startConnector } from '../../../dev/chat/connector.ts';
import { personalPlace } from '../../../dev/chat/places.ts';
import { botAdapter } from '../../../shared/adapters/teams/bot-adapter.ts';
import { answerOf } from '../../../shared/adapters/teams/post-answer.ts';
import { teamsSdk } from '../../../shared/adapters/teams/sdk.ts';
import type { TeamsSettings } from '../../../shared/adapters/teams/settings.ts';
import { givenTeams } from '../../support/chat/given-teams.ts';

const APP_ID = '22222222-2222-4222-8222-222222222222';
const TENANT = '11111111-1111-4111-8111-111111111111';
/** Sooner than a call takes that has no other end. */
const SOON_MS = 8_000;
const HELLO = { summary: 'Hello', text: 'Hello' };
type Credential = Extract<TeamsSettings['who'], { kind: 'teams' }>['credential'];

function asBot(credential: Credential) {
  return { kind: 'teams', appId: APP_ID, tenantId: TENANT, credential } as const;
}

test('the managed identity is asked for a token of the Bot Framework, and that is what is shown', async () => {
  const asked: unknown[] = [];
  const who = asBot({
    getToken: async (scope) => {
      asked.push(scope);
      return { token: 'identity-token', expiresOnTimestamp: Number.POSITIVE_INFINITY };
    },
  });
  const service = await startConnector();
  onTestFinished(() => service.stop());
  service.open(personalPlace('a:ada'));
  const bot = botAdapter(await teamsSdk(), { who, timeoutMs: 1000 });

  const connector = await bot.connector(service.url, { signal: () => AbortSignal.timeout(1000) });
  await connector.conversations.sendToConversation('a:ada', { type: 'message', text: 'Hello' });

  expect(asked).toEqual(['https://api.botframework.com/.default']);
  expect(service.calls().map(({ authorization }) => authorization)).toEqual(['Bearer identity-token']);
});

test.each([
  ['throws', async () => Promise.reject(new Error('no identity on this machine'))],
  ['gives none', async () => null],
])('an identity that %s: nothing is sent, and nothing stands', async (_what, getToken) => {
  const { chat } = givenTeams({ who: asBot({ getToken }) });
  const ref = { serviceUrl: 'https://127.0.0.1:1/', conversationId: 'a:ada', bot: { id: `28:${APP_ID}` } };
  expect(await chat.post(ref, HELLO)).toEqual({
    kind: 'later',
    stands: 'no',
    why: 'it could not be sent, as we could not sign in',
  });
});

test('an identity that does not answer is not waited for any longer than a call is to take', {
  timeout: SOON_MS,
}, async () => {
  const who = asBot({
    getToken: (_scope, { abortSignal } = {}) =>
      new Promise((_, reject) => {
        abortSignal?.addEventListener('abort', () => reject(new Error('given up')), { once: true });
      }),
  });
  const bot = botAdapter(await teamsSdk(), { who, timeoutMs: 100 });
  const connector = await bot.connector('https://127.0.0.1:1/', { signal: () => AbortSignal.timeout(60_000) });
  await expect(connector.conversations.sendToConversation('a:ada', HELLO)).rejects.toThrow('given up');
});

test('our token is not sent over plain HTTP, not even here', async () => {
  const asked: unknown[] = [];
  const { chat } = givenTeams({
    who: asBot({
      getToken: async (scope) => {
        asked.push(scope);
        return null;
      },
    }),
  });
  const ref = { serviceUrl: 'http://127.0.0.1:1/', conversationId: 'a:ada', bot: { id: `28:${APP_ID}` } };
  expect((await chat.post(ref, HELLO)).kind).toBe('refused');
  expect(asked).toEqual([]);
});

test.each([undefined, null, 'lost', new Error('strange'), { code: 42 }])(
  'what was thrown and is not understood (%s) leaves open whether a message that was sent stands',
  (error) => {
    const known = { act: 'post', now: 0, timeoutMs: 1000 } as const;
    expect(answerOf(error, { ...known, sent: true })).toEqual({ kind: 'later', stands: 'maybe', why: 'no connection' });
  },
);
