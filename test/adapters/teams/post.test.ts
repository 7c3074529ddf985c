import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Connector, startConnector } from '../../../dev/chat/connector.ts';
import type { Fault } from '../../../dev/chat/faults.ts';
import { channelPlace } from '../../../dev/chat/places.ts';
import type { ConversationRef } from '../../../shared/domain/chat/conversation.ts';
import type { PostAnswer } from '../../../shared/ports/chat.ts';
import { givenTeams } from '../../support/chat/given-teams.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const PLACE = channelPlace('19:platform@thread.tacv2', 'Platform', { id: '19:team', name: 'AKS' });
const HELLO = { summary: 'Hello', text: 'Hello' };
const { chat } = givenTeams({ clock: { now: () => NOW } });
const impatient = givenTeams({ timeoutMs: 300 }).chat;

let service: Connector;
let ref: ConversationRef;
/** Of the message that is changed. */
let known: string;
beforeAll(async () => {
  service = await startConnector();
  service.open(PLACE);
  ref = { serviceUrl: service.url, conversationId: PLACE.id, bot: { id: '28:bot' } };
});
beforeEach(async () => {
  // Loads the SDK too: that is not part of a call's time.
  const posted = await chat.post(ref, HELLO);
  known = posted.kind === 'posted' ? posted.activityId : '';
});
afterAll(() => service.stop());

const status = (code: number, more: { code?: string; retryAfter?: string } = {}): Fault => ({
  kind: 'status',
  status: code,
  ...more,
});
const later = (why: string, more: Partial<Extract<PostAnswer, { kind: 'later' }>> = {}): PostAnswer => ({
  kind: 'later',
  stands: 'no',
  why,
  ...more,
});

/** What goes wrong, what it means, and whether the message stands all the same. */
const FAULTS: readonly [what: string, fault: Fault, answer: PostAnswer, stands: boolean][] = [
  ['400', status(400, { code: 'BadSyntax' }), { kind: 'refused', why: 'it answered 400 (BadSyntax)' }, false],
  ['401', status(401), later('it answered 401 (ServiceError)'), false],
  [
    '403',
    status(403, { code: 'BotNotInConversationRoster' }),
    { kind: 'gone', why: 'it answered 403 (BotNotInConversationRoster)' },
    false,
  ],
  [
    '404',
    status(404, { code: 'ConversationNotFound' }),
    { kind: 'gone', why: 'it answered 404 (ConversationNotFound)' },
    false,
  ],
  ['405', status(405), { kind: 'refused', why: 'it answered 405 (ServiceError)' }, false],
  ['a redirect', status(307), { kind: 'refused', why: 'it answered 307 (ServiceError)' }, false],
  ['412', status(412, { code: 'PreconditionFailed' }), later('it answered 412 (PreconditionFailed)'), false],
  ['413', status(413, { code: 'MessageSizeTooBig' }), { kind: 'too-large' }, false],
  ['429 without a time', status(429), later('it answered 429 (ServiceError)'), false],
  [
    '429 with seconds',
    status(429, { retryAfter: '7' }),
    later('it answered 429 (ServiceError)', { afterMs: 7000 }),
    false,
  ],
  ['429 at once', status(429, { retryAfter: '0' }), later('it answered 429 (ServiceError)', { afterMs: 0 }), false],
  [
    '429 with a date',
    status(429, { retryAfter: 'Mon, 30 Nov 2026 12:01:30 GMT' }),
    later('it answered 429 (ServiceError)', { afterMs: 90_000 }),
    false,
  ],
  [
    '429 with a date that is over',
    status(429, { retryAfter: 'Mon, 30 Nov 2026 11:00:00 GMT' }),
    later('it answered 429 (ServiceError)', { afterMs: 0 }),
    false,
  ],
  ['429 with nonsense', status(429, { retryAfter: 'soon' }), later('it answered 429 (ServiceError)'), false],
  ['500', status(500), later('it answered 500 (ServiceError)', { stands: 'maybe' }), false],
  ['502', status(502), later('it answered 502 (ServiceError)'), false],
  [
    '503 with seconds',
    status(503, { retryAfter: '1' }),
    later('it answered 503 (ServiceError)', { afterMs: 1000 }),
    false,
  ],
  ['504', status(504), later('it answered 504 (ServiceError)', { stands: 'maybe' }), false],
  ['a code that is none', status(502, { code: '<b>Click here</b>' }), later('it answered 502'), false],
  ['an answer that was lost', { kind: 'lost-reply' }, later('ECONNRESET', { stands: 'maybe' }), true],
  ['a connection that broke', { kind: 'cut' }, later('ECONNRESET', { stands: 'maybe' }), false],
  [
    'an answer that cannot be read',
    { kind: 'garbled', text: '<html>' },
    later('it answered 200, but not with what was expected', { stands: 'maybe' }),
    true,
  ],
  [
    'an answer without an id',
    { kind: 'garbled', text: '{}' },
    later('it did not say where the message stands', { stands: 'maybe' }),
    true,
  ],
];

test.each(FAULTS)(
  'a post that meets %s is sent once, and is told what is known of it',
  async (_what, fault, answer, stands) => {
    const before = { calls: service.calls().length, messages: service.ofApp().length };
    service.fail(PLACE.id, fault);

    expect(await chat.post(ref, HELLO)).toEqual(answer);

    expect(service.calls().length - before.calls).toBe(1);
    expect(service.ofApp().length - before.messages).toBe(stands ? 1 : 0);
  },
);

test.each(FAULTS.filter(([, { kind }]) => kind === 'status' || kind === 'lost-reply'))(
  'a change that meets %s is sent once, and is told the same',
  async (_what, fault, answer) => {
    const before = service.calls().length;
    service.fail(PLACE.id, fault);
    expect(await chat.update(ref, known, HELLO)).toEqual(answer);
    expect(service.calls().length - before).toBe(1);
  },
);

test.each([true, false])('a post that is not answered is given up in its time, and may stand: %s', async (done) => {
  await impatient.post(ref, HELLO);
  const before = { calls: service.calls().length, messages: service.ofApp().length };
  service.fail(PLACE.id, { kind: 'hang', done });
  expect(await impatient.post(ref, HELLO)).toEqual(later('no answer in 0.3 s', { stands: 'maybe' }));
  expect(service.calls().length - before.calls).toBe(1);
  expect(service.ofApp().length - before.messages).toBe(done ? 1 : 0);
});

test.each([{ code: 'ServiceError' }, { code: 'Unknown' }])(
  'a change that is forbidden without a reason ($code) is no word about the conversation; a post is',
  async ({ code }) => {
    service.fail(PLACE.id, status(403, { code }), status(403, { code }));
    const why = 'the message is not there any more';
    expect(await chat.update(ref, known, HELLO)).toEqual({ kind: 'refused', why });
    expect(await chat.post(ref, HELLO)).toEqual({ kind: 'gone', why: `it answered 403 (${code})` });
  },
);

test('a change of a message that somebody took away is refused', async () => {
  service.remove(PLACE.id, known);
  const why = 'the message is not there any more';
  expect(await chat.update(ref, known, HELLO)).toEqual({ kind: 'refused', why });
});

test('nothing stands where nobody listens, also after an answer over a connection that was kept', async () => {
  const other = await startConnector();
  other.open(PLACE);
  const there = { ...ref, serviceUrl: other.url };
  expect((await chat.post(there, HELLO)).kind).toBe('posted');
  await other.stop();
  expect(await chat.post(there, HELLO)).toEqual(later('ECONNREFUSED'));
  expect(await chat.post({ ...ref, serviceUrl: 'http://localhost:1/' }, HELLO)).toEqual(later('ECONNREFUSED'));
});

test('without tokens nothing is said to another machine', async () => {
  const elsewhere = { ...ref, serviceUrl: 'https://smba.trafficmanager.net/emea/' };
  const refused = { kind: 'refused', why: 'its address is not one that we may speak to' };
  expect(await chat.post(elsewhere, HELLO)).toEqual(refused);
  expect(await chat.update(elsewhere, known, HELLO)).toEqual(refused);
});
