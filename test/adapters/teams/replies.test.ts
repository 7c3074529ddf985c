import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Said } from '../../../dev/chat/chat-state.ts';
import { type Connector, startConnector } from '../../../dev/chat/connector.ts';
import type { Person } from '../../../dev/chat/person.ts';
import { channelPlace, groupPlace, personalPlace } from '../../../dev/chat/places.ts';
import { teamsSdk } from '../../../shared/adapters/teams/sdk.ts';
import type { AdaptiveCard, ChatMessage } from '../../../shared/domain/chat/message.ts';
import { type GivenDoor, givenDoor } from '../../support/chat/given-door.ts';

const CHANNEL = channelPlace('19:platform@thread.tacv2', 'Platform', { id: '19:team', name: 'AKS' });
const PLACES = [CHANNEL, groupPlace('19:group', 'Group'), personalPlace('a:ada')];
const PLAN: AdaptiveCard = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'A plan' },
    { type: 'Input.Text', id: 'reason' },
  ],
  actions: [
    { type: 'Action.Execute', title: 'Approve', verb: 'sign-off', data: { planHash: 'h1' } },
    { type: 'Action.Submit', title: 'Approve (old client)', data: { verb: 'sign-off', planHash: 'h1' } },
  ],
};
const SIGNED: AdaptiveCard = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: 'Signed by <at>Ada</at>' }],
};
const message = (text: string, card?: AdaptiveCard): ChatMessage => ({
  summary: `${text}!`,
  text,
  ...(card && { card }),
});

let service: Connector;
let door: GivenDoor;
let ada: Person;
let ben: Person;
/** A card of ours in the channel, under what asked for it. */
let plan: Said;
beforeAll(async () => {
  await teamsSdk();
});
beforeEach(async () => {
  service = await startConnector();
  for (const place of PLACES) service.open(place);
  door = givenDoor(service);
  ada = door.person({ name: 'Ada', directoryId: 'aaaa' });
  ben = door.person({ name: 'Ben', directoryId: 'bbbb' });
  door.answers({ kind: 'say', message: message('A plan', PLAN) });
  await ada.says(CHANNEL, 'plan shop');
  plan = service.ofApp()[0] as Said;
});
afterEach(() => service.stop());

test.each(PLACES)(
  'who says something in a $kind chat is answered there, in a channel under what was said',
  async (place) => {
    door.answers({ kind: 'say', message: message('Two findings.') });
    await ada.says(place, 'findings');
    const asked = service.messages(place.id).findLast(({ by }) => by === ada.id);
    expect(service.ofApp(place.id).at(-1)).toMatchObject({
      text: 'Two findings.',
      ...(place.kind === 'channel' && { thread: asked?.id }),
    });
  },
);

test('a button brings its verb, its data and what was filled in, and the message that it is on', async () => {
  await ben.presses(plan, 'Approve', { inputs: { reason: 'Looks good' } });
  await ben.presses(plan, 'Approve (old client)', { inputs: { reason: 'Looks good' } });
  const data = { planHash: 'h1', reason: 'Looks good' };
  const pressed = { kind: 'pressed', verb: 'sign-off', data, activityId: plan.id };
  expect(door.events.slice(1).map(({ what, from }) => ({ what, who: from.directoryId }))).toEqual([
    { what: pressed, who: 'bbbb' },
    { what: pressed, who: 'bbbb' },
  ]);
});

test.each([null, 'text', 42, [1, 2], { nested: { deep: true } }])('forged data (%j) comes as it is', async (forged) => {
  await ben.presses(plan, 'Approve', { data: () => forged });
  expect(door.events.at(-1)?.what).toMatchObject({ kind: 'pressed', data: forged ?? {} });
});

test('Action.Execute: the card is replaced for who pressed, and for nobody else', async () => {
  door.answers({
    kind: 'replace-card',
    message: { ...message('Signed', SIGNED), mentions: [{ directoryId: 'aaaa', name: 'Ada' }] },
  });
  const answer = await ada.presses(plan, 'Approve');
  expect(answer).toMatchObject({
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' },
  });
  const mention = { type: 'mention', text: '<at>Ada</at>', mentioned: { id: 'aaaa', name: 'Ada' } };
  expect(ada.sees(plan)).toEqual({ ...SIGNED, msteams: { entities: [mention] } });
  expect(ben.sees(plan)).toEqual(PLAN);
});

test.each<[string, Parameters<GivenDoor['answers']>[0], string, string[]]>([
  ['a toast', { kind: 'toast', text: 'That was somebody else’s turn.' }, 'That was somebody else’s turn.', []],
  ['words', { kind: 'say', message: message('Signed') }, 'Signed!', ['Signed']],
  ['nothing', { kind: 'nothing' }, 'Done.', []],
  ['a card without a card', { kind: 'replace-card', message: message('Signed') }, 'Signed', []],
])('Action.Execute that is answered with %s leaves the card and shows a line', async (_what, reply, toast, said) => {
  door.answers(reply);
  expect(await ada.presses(plan, 'Approve')).toMatchObject({ status: 200, toast });
  expect(ada.sees(plan)).toEqual(PLAN);
  expect(
    service
      .ofApp()
      .slice(1)
      .map(({ text }) => text),
  ).toEqual(said);
});

test('Action.Submit: the message itself is changed, for everybody', async () => {
  door.answers({ kind: 'replace-card', message: message('Signed', SIGNED) });
  expect(await ada.presses(plan, 'Approve (old client)')).toMatchObject({ status: 200 });
  expect(ben.sees(plan)).toEqual(SIGNED);
  expect(service.ofApp()).toHaveLength(1);
});

test.each<[string, Parameters<GivenDoor['answers']>[0], string[]]>([
  ['a toast', { kind: 'toast', text: 'Not your turn.' }, ['Not your turn.']],
  ['words', { kind: 'say', message: message('Signed') }, ['Signed']],
  ['nothing', { kind: 'nothing' }, []],
])('Action.Submit that is answered with %s leaves the card', async (_what, reply, said) => {
  door.answers(reply);
  await ada.presses(plan, 'Approve (old client)');
  expect(ada.sees(plan)).toEqual(PLAN);
  expect(
    service
      .ofApp()
      .slice(1)
      .map(({ text }) => text),
  ).toEqual(said);
});

test('Action.Submit on a message that nobody knows is answered with a new one', async () => {
  door.answers({ kind: 'replace-card', message: message('Signed', SIGNED) });
  await ada.presses(plan, 'Approve (old client)', { tamper: ({ replyToId: _, ...one }) => one });
  expect(service.ofApp().map(({ card }) => card)).toEqual([PLAN, SIGNED]);
});

test('Action.Submit on a message that was taken away: the log says that, and not that its conversation is gone', async () => {
  door.answers({ kind: 'replace-card', message: message('Signed', SIGNED) });
  service.remove(CHANNEL.id, plan.id);
  expect((await ada.presses(plan, 'Approve (old client)')).status).toBe(200);
  const because = 'the message is not there any more';
  expect(door.troubles).toEqual([{ event: 'chat answer not delivered', because }]);
});

test('an invoke that is no button is not ours to answer', async () => {
  const tamper = { tamper: (one: object) => ({ ...one, type: 'invoke', name: 'signin/verifyState' }) };
  expect((await ada.presses(plan, 'Approve', tamper)).status).toBe(501);
  expect(door.events).toHaveLength(1);
});

test('an answer that is put off is given again after the time that was asked for, and stands once', async () => {
  const slow = { kind: 'status', status: 429, retryAfter: '1' } as const;
  service.fail(CHANNEL.id, slow, { kind: 'status', status: 502 });
  door.answers({ kind: 'say', message: message('Two findings.') });
  expect((await ada.says(CHANNEL, 'findings')).status).toBe(200);
  expect(
    service
      .ofApp()
      .slice(1)
      .map(({ text }) => text),
  ).toEqual(['Two findings.']);
  expect({ waits: door.waits, troubles: door.troubles }).toEqual({ waits: [1000, 2000], troubles: [] });
});

test('who asks to wait for an hour is not waited for', async () => {
  const busy = { kind: 'status', status: 429, retryAfter: '3600' } as const;
  service.fail(CHANNEL.id, busy, busy, busy);
  door.answers({ kind: 'say', message: message('Two findings.') });
  await ada.says(CHANNEL, 'findings');
  const because = 'it answered 429 (ServiceError)';
  expect({ waits: door.waits, troubles: door.troubles }).toEqual({
    waits: [5000, 5000],
    troubles: [{ event: 'chat answer not delivered', because }],
  });
});

test('an answer that may stand is not given twice, and what was asked for is done all the same', async () => {
  service.fail(CHANNEL.id, { kind: 'lost-reply' });
  door.answers({ kind: 'say', message: message('Two findings.') });
  expect((await ada.says(CHANNEL, 'findings')).status).toBe(200);
  expect(service.ofApp().slice(1)).toHaveLength(1);
  expect(door.troubles).toEqual([{ event: 'chat answer not delivered', because: 'ECONNRESET' }]);
});

test('what fails behind the door is for whoever opened it', async () => {
  door.answers(async () => Promise.reject(new Error('a store is down')));
  await expect(ada.says(CHANNEL, 'findings')).rejects.toThrow('a store is down');
  await expect(ada.presses(plan, 'Approve')).rejects.toThrow('a store is down');
});
