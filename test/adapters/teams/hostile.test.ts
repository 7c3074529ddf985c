import { assert, asyncProperty, constantFrom, dictionary, jsonValue, string } from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Connector, startConnector } from '../../../dev/chat/connector.ts';
import { BOT, personalPlace, TENANT_ID } from '../../../dev/chat/places.ts';
import { teamsSdk } from '../../../shared/adapters/teams/sdk.ts';
import { type GivenDoor, givenDoor, LOCAL_HEADERS } from '../../support/chat/given-door.ts';

const PLACE = personalPlace('a:ada');

let service: Connector;
let door: GivenDoor;
beforeAll(async () => {
  await teamsSdk();
  service = await startConnector();
  service.open(PLACE);
});
beforeEach(() => {
  door = givenDoor(service);
});
afterAll(() => service.stop());

const activity = (more: object = {}) => ({
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: service.url,
  from: { id: '29:ada', name: 'Ada', aadObjectId: 'aaaa' },
  recipient: BOT,
  conversation: { id: PLACE.id, tenantId: TENANT_ID, conversationType: 'personal' },
  text: 'status',
  ...more,
});
const NOT_AN_ACTIVITY = { status: 400, problem: { code: 'CHAT_NOT_AN_ACTIVITY' } };

test.each(['', '{', '[]', 'null', '"message"', '{"type":"message"}'])('a body of %j is refused', async (body) => {
  expect(await door.knock({ body })).toMatchObject(NOT_AN_ACTIVITY);
  expect(door.events).toEqual([]);
});

test.each(['type', 'from', 'recipient', 'conversation', 'serviceUrl', 'channelId'])(
  'an activity without %s is refused',
  async (field) => {
    expect(await door.knock({ body: JSON.stringify(activity({ [field]: undefined })) })).toMatchObject(NOT_AN_ACTIVITY);
    expect(await door.knock({ body: JSON.stringify(activity({ [field]: {} })) })).toMatchObject(NOT_AN_ACTIVITY);
  },
);

test.each([
  { bytes: 262_144, status: 200 },
  { bytes: 262_145, status: 413 },
])('a body of $bytes bytes is answered with $status', async ({ bytes, status }) => {
  const empty = Buffer.byteLength(JSON.stringify(activity({ text: '' })));
  // Two bytes a character: bytes are counted, not characters.
  const rest = bytes - empty;
  const body = JSON.stringify(activity({ text: 'é'.repeat(Math.floor(rest / 2)) + 'x'.repeat(rest % 2) }));
  expect(Buffer.byteLength(body)).toBe(bytes);
  expect((await door.knock({ body })).status).toBe(status);
});

test.each<[string, Record<string, string>, number, string]>([
  ['under a name of its own', { host: 'steward.example:7071' }, 403, 'CHAT_NOT_LOCAL'],
  ['under a name that only begins like ours', { host: '127.0.0.1.example.com' }, 403, 'CHAT_NOT_LOCAL'],
  ['from a page elsewhere', { origin: 'https://example.com' }, 403, 'CHAT_NOT_LOCAL'],
  ['from a page of nowhere', { origin: 'null' }, 403, 'CHAT_NOT_LOCAL'],
  ['as a form sends it', { 'content-type': 'text/plain' }, 415, 'HTTP_NOT_JSON'],
])('without tokens, what comes %s is refused', async (_what, headers, status, code) => {
  const answer = await door.knock({ headers: { ...LOCAL_HEADERS, ...headers }, body: JSON.stringify(activity()) });
  expect(answer).toMatchObject({ status, problem: { code } });
  expect(door.events).toEqual([]);
});

test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:80', '127.8.8.8', '[::1]:7071'])(
  'without tokens, what comes to %s is let in',
  async (host) => {
    const body = JSON.stringify(activity());
    expect((await door.knock({ headers: { ...LOCAL_HEADERS, host }, body })).status).toBe(200);
  },
);

test.each([
  'https://smba.trafficmanager.net/emea/',
  'http://127.0.0.1.example.com/',
  'http://localhost@example.com/',
  'http://[::ffff:10.0.0.1]/',
  'file:///etc/passwd',
])('without tokens, nobody is answered at %s', async (serviceUrl) => {
  const answer = await door.knock({ body: JSON.stringify(activity({ serviceUrl })) });
  expect(answer).toMatchObject({ status: 403, problem: { code: 'CHAT_NOT_LOCAL' } });
  expect(door.events).toEqual([]);
});

test('whatever a body holds, it is let in or refused, and never more than that', async () => {
  const fields = [...Object.keys(activity()), 'value', 'entities', 'name', 'action', 'membersAdded', 'channelData'];
  const types = constantFrom('message', 'invoke', 'conversationUpdate', 'installationUpdate', 'event', 'x');
  await assert(
    asyncProperty(dictionary(constantFrom(...fields), jsonValue()), types, string(), async (drawn, type, text) => {
      const answers = [
        await door.knock({ body: JSON.stringify(drawn) }),
        await door.knock({ body: JSON.stringify({ ...activity({ type, text }), ...drawn }) }),
      ];
      for (const { status } of answers) expect([200, 400, 403, 501]).toContain(status);
    }),
    { numRuns: 150 },
  );
});
