import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { graphDirectoryGroups } from '../../../shared/adapters/graph/directory-groups.ts';
import { systemDeadline } from '../../../shared/adapters/system/deadline.ts';
import type { DirectoryGroups } from '../../../shared/ports/directory-groups.ts';

const ADA = 'A0000000-0000-4000-8000-000000000001';
const PLATFORM = 'b0000000-0000-4000-8000-000000000001';
const SHOP = 'b0000000-0000-4000-8000-000000000002';

interface Asked {
  readonly url: string;
  readonly token: string;
  readonly groupIds: readonly string[];
}

let server: Server;
let asked: Asked[];
let answer: (asked: Asked) => { status: number; body: string };
let now: number;
let groups: DirectoryGroups;

beforeEach(async () => {
  asked = [];
  now = Date.UTC(2026, 10, 30);
  answer = ({ groupIds }) => ({ status: 200, body: JSON.stringify({ value: groupIds.slice(0, 1) }) });
  server = createServer((incoming, outgoing) => {
    text(incoming)
      .then((body) => {
        const { groupIds } = JSON.parse(body) as { groupIds: string[] };
        const one = { url: incoming.url ?? '', token: incoming.headers.authorization ?? '', groupIds };
        asked.push(one);
        const { status, body: answered } = answer(one);
        return outgoing.writeHead(status, { 'content-type': 'application/json' }).end(answered);
      })
      .catch(() => outgoing.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const credential = { getToken: async () => ({ token: 'secret', expiresOnTimestamp: 0 }) };
  groups = graphDirectoryGroups(credential, { now: () => now }, systemDeadline, `http://127.0.0.1:${port()}`);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const port = () => (server.address() as AddressInfo).port;

test('Graph is asked for exactly these groups of this person', async () => {
  expect(await groups.memberOf(ADA, [SHOP.toUpperCase(), PLATFORM, PLATFORM])).toEqual({
    kind: 'seen',
    groupIds: [PLATFORM],
  });
  expect(asked).toEqual([
    { url: `/v1.0/users/${ADA}/checkMemberGroups`, token: 'Bearer secret', groupIds: [PLATFORM, SHOP] },
  ]);
});

test('for no groups nobody is asked', async () => {
  expect(await groups.memberOf(ADA, [])).toEqual({ kind: 'seen', groupIds: [] });
  expect(asked).toEqual([]);
});

test('twenty groups are asked for at once, and the twenty-first in another question', async () => {
  const many = Array.from({ length: 21 }, (_, n) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  expect(await groups.memberOf(ADA, many)).toEqual({ kind: 'seen', groupIds: [many[0], many[20]] });
  expect(asked.map(({ groupIds }) => groupIds.length)).toEqual([20, 1]);
});

test.each([
  { laterMs: 59_999, questions: 1 },
  { laterMs: 60_000, questions: 2 },
])(
  'what was seen is believed for a minute: after $laterMs ms there were $questions questions',
  async ({ laterMs, questions }) => {
    await groups.memberOf(ADA, [PLATFORM]);
    now += laterMs;
    await groups.memberOf(ADA.toLowerCase(), [PLATFORM]);
    expect(asked).toHaveLength(questions);
  },
);

test.each([
  { status: 401, why: 'Microsoft Graph did not accept the sign-in (401).' },
  {
    status: 403,
    why: 'Microsoft Graph may not be asked who is in a group (403): grant GroupMember.Read.All and User.Read.All, as docs/permissions.md says.',
  },
  { status: 429, why: 'Microsoft Graph is asked too often (429): try again in a minute.' },
  { status: 500, why: 'Microsoft Graph answered 500.' },
])('a refusal with $status is unknown, and is asked again the next time', async ({ status, why }) => {
  answer = () => ({ status, body: '{}' });
  expect(await groups.memberOf(ADA, [PLATFORM])).toEqual({ kind: 'unknown', why });
  answer = () => ({ status: 200, body: JSON.stringify({ value: [PLATFORM] }) });
  expect(await groups.memberOf(ADA, [PLATFORM])).toEqual({ kind: 'seen', groupIds: [PLATFORM] });
});

test.each([400, 404])('whom the directory does not know (%i) is in no group', async (status) => {
  answer = () => ({ status, body: '{"error":{"code":"Request_ResourceNotFound"}}' });
  expect(await groups.memberOf('nobody', [PLATFORM])).toEqual({ kind: 'seen', groupIds: [] });
});

test.each(['<html>', '{"value":"all of them"}'])('an answer that is none is unknown: %s', async (body) => {
  answer = () => ({ status: 200, body });
  expect(await groups.memberOf(ADA, [PLATFORM])).toEqual({
    kind: 'unknown',
    why: 'Microsoft Graph gave an answer that could not be understood.',
  });
});

test('without a token nothing is sent', async () => {
  const credential = {
    getToken: async () => {
      throw new Error('no identity here');
    },
  };
  const none = graphDirectoryGroups(credential, { now: () => now }, systemDeadline, `http://127.0.0.1:${port()}`);
  expect(await none.memberOf(ADA, [PLATFORM])).toEqual({
    kind: 'unknown',
    why: 'Signing in to Microsoft Graph did not work.',
  });
  expect(asked).toEqual([]);
});

test('a service that nobody reaches is unknown', async () => {
  const credential = { getToken: async () => ({ token: 'secret', expiresOnTimestamp: 0 }) };
  const gone = graphDirectoryGroups(credential, { now: () => now }, systemDeadline, 'http://127.0.0.1:1');
  expect(await gone.memberOf(ADA, [PLATFORM])).toEqual({
    kind: 'unknown',
    why: 'Microsoft Graph cannot be reached.',
  });
});
