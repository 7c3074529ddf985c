import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Activity } from '../../../dev/chat/activity.ts';
import { type Connector, startConnector } from '../../../dev/chat/connector.ts';
import type { Person } from '../../../dev/chat/person.ts';
import { BOT, channelPlace, groupPlace, type Place, personalPlace, TENANT_ID } from '../../../dev/chat/places.ts';
import { systemIds } from '../../../shared/adapters/system/ids.ts';
import { teamsSdk } from '../../../shared/adapters/teams/sdk.ts';
import type { ChatEvent } from '../../../shared/domain/chat/event.ts';
import { type GivenDoor, givenDoor } from '../../support/chat/given-door.ts';

const ADA = 'aaaaaaaa-0000-4000-8000-000000000001';
const TEAM = { id: '19:general@thread.tacv2', name: 'AKS' };
const CHANNEL = channelPlace('19:platform@thread.tacv2', 'Platform', TEAM);
const GROUP = groupPlace('19:group@thread.v2', 'Next migration');
const PERSONAL = personalPlace('a:ada');

let service: Connector;
let door: GivenDoor;
let ada: Person;
beforeAll(async () => {
  await teamsSdk();
});
beforeEach(async () => {
  service = await startConnector();
  for (const place of [CHANNEL, GROUP, PERSONAL]) service.open(place);
  door = givenDoor(service);
  ada = door.person({ name: 'Ada', directoryId: ADA.toUpperCase() });
});
afterEach(() => service.stop());

/** Where an event comes from, as it is to be read. */
function where({ id, kind, name, team }: Place, tenantId = TENANT_ID): ChatEvent['conversation'] {
  return {
    id: systemIds.of('conversation', JSON.stringify([tenantId, id])),
    kind,
    ref: { serviceUrl: service.url, conversationId: id, tenantId, bot: BOT },
    name: name ?? 'Ada',
    ...(team && { team }),
    ...(kind === 'personal' && { person: { id: ADA, name: 'Ada', tenantId } }),
  };
}
const FROM_ADA = { directoryId: ADA, tenantId: TENANT_ID, name: 'Ada' };
const said = (text: string, mentions: readonly { directoryId: string; name: string }[] = []) =>
  ({ kind: 'said', text, mentions }) as const;

test.each([PERSONAL, GROUP, CHANNEL])('what is said in a $kind chat comes with who and where', async (place) => {
  expect((await ada.says(place, 'findings shop')).status).toBe(200);
  const id = service.messages(place.id)[0]?.id;
  expect(door.events).toEqual([{ id, conversation: where(place), from: FROM_ADA, what: said('findings shop') }]);
});

test('what is said in a thread comes from its channel', async () => {
  await ada.says(CHANNEL, 'status');
  await ada.says(CHANNEL, 'why', { under: service.messages()[0] });
  expect(door.events.map(({ conversation }) => conversation)).toEqual([where(CHANNEL), where(CHANNEL)]);
});

test('whom a text mentions is looked up; who is not there is only named', async () => {
  const ben = door.person({ name: 'Ben $& (on call)', directoryId: 'BBBB' });
  const cleo = door.person({ name: 'Cleo', directoryId: undefined });
  await ada.says(CHANNEL, 'approve <at>Ben $& (on call)</at> and <at>Cleo</at>', { mentions: [ben, cleo] });
  expect(door.events[0]?.what).toEqual(
    said('approve <at>Ben $& (on call)</at> and <at>Cleo</at>', [{ directoryId: 'bbbb', name: 'Ben $& (on call)' }]),
  );
});

test.each<[string, (activity: Activity) => Activity, string]>([
  ['our mention twice', (one) => ({ ...one, text: `<at>${BOT.name}</at> status <at>${BOT.name}</at>` }), 'status'],
  ['hard spaces', (one) => ({ ...one, text: `<at>${BOT.name}</at>&nbsp;status\u00a0shop \n` }), 'status shop'],
  ['no text', ({ text: _, ...one }) => one, ''],
  ['a mention of nobody', (one) => ({ ...one, entities: [{ type: 'mention' }], text: 'status' }), 'status'],
  ['entities of no kind', (one) => ({ ...one, entities: [{ type: 'Mention', text: null }], text: 'status' }), 'status'],
  ['markup', (one) => ({ ...one, text: '<b>status</b>' }), '<b>status</b>'],
])('of a text with %s the words are left', async (_what, tamper, text) => {
  await ada.says(GROUP, 'status', { tamper });
  expect(door.events.map(({ what }) => what)).toEqual([said(text)]);
});

test('who is in no directory comes without its id', async () => {
  const guest = door.person({ name: 'Gus', directoryId: undefined });
  await guest.says(PERSONAL, 'approve');
  expect(door.events.map(({ conversation, from }) => ({ conversation, from }))).toEqual([
    {
      conversation: { ...where(PERSONAL), name: 'Gus', person: undefined },
      from: { tenantId: TENANT_ID, name: 'Gus' },
    },
  ]);
});

test.each<[string, (activity: Activity) => Activity, string | undefined]>([
  ['only in the channel data', (one) => ({ ...one, conversation: { id: PERSONAL.id } }), TENANT_ID],
  ['in capitals', (one) => ({ ...one, channelData: { tenant: { id: TENANT_ID.toUpperCase() } } }), TENANT_ID],
  ['two that differ', (one) => ({ ...one, channelData: { tenant: { id: 'another' } } }), undefined],
  ['nowhere', (one) => ({ ...one, conversation: { id: PERSONAL.id }, channelData: null }), undefined],
])('a tenant that is told %s', async (_where, tamper, tenantId) => {
  await ada.says(PERSONAL, 'status', { tamper });
  expect(door.events[0]?.from).toEqual({ directoryId: ADA, ...(tenantId && { tenantId }), name: 'Ada' });
  expect(door.events[0]?.conversation.ref.tenantId).toBe(tenantId);
});

test.each<[string, Activity, ChatEvent['what']['kind'] | undefined]>([
  ['we were added to it', { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }, { id: BOT.id }] }, 'added'],
  ['somebody else was added', { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }] }, undefined],
  ['we were taken out', { type: 'conversationUpdate', membersRemoved: [{ id: BOT.id }] }, 'removed'],
  ['somebody else left', { type: 'conversationUpdate', membersRemoved: [{ id: '29:x' }] }, undefined],
  ['we were installed', { type: 'installationUpdate', action: 'add' }, 'added'],
  ['we were upgraded', { type: 'installationUpdate', action: 'add-upgrade' }, 'added'],
  ['the old one of an upgrade went', { type: 'installationUpdate', action: 'remove-upgrade' }, undefined],
  ['we were uninstalled', { type: 'installationUpdate', action: 'remove' }, 'removed'],
  ['it was renamed', { type: 'conversationUpdate', topicName: 'Other' }, undefined],
  ['somebody types', { type: 'typing' }, undefined],
  ['somebody reacts', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }, undefined],
  ['a message was deleted', { type: 'messageDelete' }, undefined],
  ['a value without a verb', { type: 'message', value: { a: 1 } }, undefined],
  ['a value that is none', { type: 'message', value: null, text: 'status' }, 'said'],
])('%s', async (_what, activity, kind) => {
  const answer = await ada.says(GROUP, '', { tamper: ({ text: _, ...one }) => ({ ...one, ...activity }) });
  expect(answer.status).toBe(200);
  expect(door.events.map(({ what }) => what.kind)).toEqual(kind ? [kind] : []);
  for (const { conversation } of door.events) expect(conversation).toEqual(where(GROUP));
});

test('a channel that was deleted is gone, not the one that says so', async () => {
  const general = channelPlace(TEAM.id, 'General', TEAM);
  service.open(general);
  await ada.says(general, '', {
    tamper: ({ text: _, ...one }) => ({
      ...one,
      type: 'conversationUpdate',
      channelData: { tenant: { id: TENANT_ID }, team: TEAM, channel: CHANNEL, eventType: 'channelDeleted' },
    }),
  });
  expect(door.events).toMatchObject([{ conversation: where(CHANNEL), what: { kind: 'removed' } }]);
});

test('an event without an id gets one of its own, the same each time', async () => {
  const tamper = ({ id: _, timestamp: __, ...one }: Activity) => ({ ...one, conversation: { id: PERSONAL.id } });
  await ada.says(PERSONAL, 'status', { tamper });
  await ada.says(PERSONAL, 'status', { tamper });
  await ada.says(PERSONAL, 'status shop', { tamper });
  const [first, second, third] = door.events.map(({ id }) => id);
  expect(first).toMatch(/^event-/);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});
