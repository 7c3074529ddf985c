import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { AppAnswer } from '../../../dev/chat/app-door.ts';
import { type Connector, startConnector } from '../../../dev/chat/connector.ts';
import { personalPlace } from '../../../dev/chat/places.ts';
import { teamsSdk } from '../../../shared/adapters/teams/sdk.ts';
import type { TeamsSettings } from '../../../shared/adapters/teams/settings.ts';
import { type Claims, type KeyServer, keyPair, publishKeys, tokenOf } from '../../support/chat/bot-framework-keys.ts';
import { type GivenDoor, givenDoor } from '../../support/chat/given-door.ts';

const APP_ID = '22222222-2222-4222-8222-222222222222';
const PLACE = personalPlace('a:ada');
const KEY = keyPair();
const OTHER_KEY = keyPair();
const SLACK_KEY = keyPair();
/** Sooner than a call takes that has no other end. */
const SOON_MS = 8_000;
const SECONDS = Math.floor(Date.now() / 1000);

let service: Connector;
let keys: KeyServer;
let failing: KeyServer;
let door: GivenDoor;
let errors: ReturnType<typeof vi.spyOn>;
beforeAll(async () => {
  // The SDK writes to the console of a token that it does not take.
  errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  await teamsSdk();
  service = await startConnector();
  service.open(PLACE);
  failing = await publishKeys([]);
  keys = await publishKeys([
    { kid: 'key-1', key: KEY },
    { kid: 'key-2', key: SLACK_KEY, endorsements: ['slack'] },
  ]);
});
beforeEach(() => {
  errors.mockClear();
  door = doorWith(keys.url());
});
afterAll(() => Promise.all([service.stop(), keys.stop(), failing.stop()]));

function doorWith(keysUrl: string, overrides: Partial<TeamsSettings> = {}): GivenDoor {
  const credential = { getToken: async () => ({ token: 'ours', expiresOnTimestamp: Number.POSITIVE_INFINITY }) };
  const who = { kind: 'teams', appId: APP_ID, tenantId: 'tenant', credential, keysUrl } as const;
  return givenDoor(service, { who, ...overrides });
}

const claims = (more: Claims = {}): Claims => ({
  iss: 'https://api.botframework.com',
  aud: APP_ID,
  serviceurl: service.url,
  nbf: SECONDS - 300,
  exp: SECONDS + 3600,
  ...more,
});
const token = (more: Claims = {}, header: Claims = {}, key = KEY) =>
  tokenOf(key, { kid: 'key-1', ...header }, claims(more));

function comes(authorization: string | undefined, to = door): Promise<AppAnswer> {
  const ada = to.person({ name: 'Ada', directoryId: 'aaaa' });
  return ada.says(PLACE, 'status', { headers: authorization === undefined ? {} : { authorization } });
}
const REFUSED = { status: 401, body: { code: 'CHAT_TOKEN_REFUSED' } };

test('a token that the Bot Framework signed for this app is let in', async () => {
  expect((await comes(`Bearer ${token()}`)).status).toBe(200);
  expect(door.events.map(({ what }) => what)).toEqual([{ kind: 'said', text: 'status', mentions: [] }]);
  // From then on its keys are known, and nobody is asked for them again.
  expect((await comes(`Bearer ${token()}`)).status).toBe(200);
});

test('without a token nobody is let in', async () => {
  expect(await comes(undefined)).toMatchObject({ status: 401, body: { code: 'CHAT_NOT_SIGNED' } });
  expect(await comes('')).toMatchObject({ status: 401, body: { code: 'CHAT_NOT_SIGNED' } });
  expect(door.events).toEqual([]);
});

test.each<[string, () => string]>([
  ['of another kind', () => 'Basic dXNlcjpwYXNz'],
  ['that is none', () => 'Bearer token'],
  ['of three parts that are none', () => 'Bearer a.b.c'],
  ['twice', () => `Bearer ${token()} ${token()}`],
  ['that somebody else signed', () => `Bearer ${token({}, {}, OTHER_KEY)}`],
  ['of a key that is not published', () => `Bearer ${token({}, { kid: 'key-9' })}`],
  ['without a key', () => `Bearer ${token({}, { kid: undefined })}`],
  ['of a key for other channels', () => `Bearer ${token({}, { kid: 'key-2' }, SLACK_KEY)}`],
  ['for another app', () => `Bearer ${token({ aud: '33333333-3333-4333-8333-333333333333' })}`],
  ['of another issuer', () => `Bearer ${token({ iss: 'https://login.microsoftonline.com/common/v2.0' })}`],
  [
    'of the emulator',
    () =>
      `Bearer ${token({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: APP_ID, ver: '1.0' })}`,
  ],
  ['for answers to another address', () => `Bearer ${token({ serviceurl: 'https://smba.example/' })}`],
  ['without an address', () => `Bearer ${token({ serviceurl: undefined })}`],
  ['that ended six minutes ago', () => `Bearer ${token({ exp: SECONDS - 360 })}`],
  ['without an end', () => `Bearer ${token({ exp: undefined })}`],
  ['that begins in an hour', () => `Bearer ${token({ nbf: SECONDS + 3600 })}`],
  ['whose words were changed', () => changed(token())],
  ['that nobody signed', () => `Bearer ${unsigned()}`],
  ['that the public key signed', () => `Bearer ${signedByThePublicKey()}`],
])('a token %s is refused, and nothing of the request is done', async (_what, authorization) => {
  const answer = await comes(authorization());
  expect(answer).toMatchObject(REFUSED);
  expect(door.events).toEqual([]);
  expect(JSON.stringify([answer, errors.mock.calls.map(String)])).not.toContain('    at ');
});

test('five minutes between our clock and theirs are forgiven', async () => {
  expect((await comes(`Bearer ${token({ exp: SECONDS - 200 })}`)).status).toBe(200);
});

test('another channel of the same bot is not let in', async () => {
  const ada = door.person({ name: 'Ada', directoryId: 'aaaa' });
  for (const channelId of ['emulator', 'directline', 'AseChannel', 'slack']) {
    const answer = await ada.says(PLACE, 'status', {
      headers: { authorization: `Bearer ${token()}` },
      tamper: (one) => ({ ...one, channelId }),
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'CHAT_NOT_AN_ACTIVITY' } });
  }
  expect(door.events).toEqual([]);
});

test.each<[string, () => string]>([
  ['are nowhere', () => 'http://127.0.0.1:1/openidconfiguration'],
  [
    'are not told',
    () => {
      failing.fail(500);
      return failing.url();
    },
  ],
])('while the keys %s nobody is let in, and nobody is called a liar', async (_what, where) => {
  const shut = doorWith(where());
  const answer = await comes(`Bearer ${token()}`, shut);
  expect(answer).toMatchObject({ status: 503, body: { code: 'CHAT_KEYS_UNREACHABLE' } });
  expect(shut.events).toEqual([]);
});

test('keys that do not come are not waited for any longer than a call is to take', { timeout: SOON_MS }, async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const shut = doorWith(`http://127.0.0.1:${port}/openidconfiguration`, { timeoutMs: 100 });
  const answer = await comes(`Bearer ${token()}`, shut);
  expect(answer).toMatchObject({ status: 503, body: { code: 'CHAT_KEYS_UNREACHABLE' } });
  silent.closeAllConnections();
  silent.close();
});

/** The same signature under other words. */
function changed(from: string): string {
  const [header, , signature] = from.split('.');
  const words = Buffer.from(JSON.stringify(claims({ name: 'Mallory' }))).toString('base64url');
  return `Bearer ${header}.${words}.${signature}`;
}

function unsigned(): string {
  const [, words] = token().split('.');
  return `${Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url')}.${words}.`;
}

/** The old trick: the public key taken for a shared secret. */
function signedByThePublicKey(): string {
  const [, words] = token().split('.');
  const signed = `${Buffer.from('{"alg":"HS256","kid":"key-1"}').toString('base64url')}.${words}`;
  const secret = KEY.publicKey.export({ format: 'pem', type: 'pkcs1' });
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
