import { beforeEach, expect, test } from 'vitest';
import { type Activity, CARD_TYPE, TOAST_TYPE } from '../../../dev/chat/activity.ts';
import { actionsOf } from '../../../dev/chat/card-actions.ts';
import { type ChatState, chatState, type Said } from '../../../dev/chat/chat-state.ts';
import { type Person, personAt } from '../../../dev/chat/person.ts';
import { BOT, channelPlace, personalPlace, TENANT_ID } from '../../../dev/chat/places.ts';

const PERSONAL = personalPlace('a:ada');
const CHANNEL = channelPlace('19:platform', 'Platform', { id: '19:team', name: 'AKS' });
const CARD = {
  type: 'AdaptiveCard',
  body: [
    { type: 'TextBlock', text: 'A plan' },
    { type: 'Input.Text', id: 'reason', isRequired: true },
    { type: 'Input.Toggle', id: 'sure', title: 'Sure?' },
    { type: 'Input.ChoiceSet', id: 'role', value: 'platform', choices: [] },
    {
      type: 'ActionSet',
      actions: [{ type: 'Action.Execute', title: 'Page 2', verb: 'page', data: { page: 1 }, associatedInputs: 'none' }],
    },
  ],
  actions: [
    {
      type: 'Action.Execute',
      title: 'Approve',
      verb: 'sign-off',
      data: { planHash: 'h', nested: { type: 'Action.Submit', title: 'No button' } },
    },
    { type: 'Action.OpenUrl', title: 'Open', url: 'https://example.com' },
    {
      type: 'Action.ShowCard',
      title: 'More',
      card: { type: 'AdaptiveCard', actions: [{ type: 'Action.Submit', title: 'Hold', data: { verb: 'hold' } }] },
    },
  ],
};

let state: ChatState;
let sent: Activity[];
let answer: unknown;
let ada: Person;
let plan: Said;
beforeEach(() => {
  state = chatState();
  sent = [];
  answer = undefined;
  state.open(PERSONAL);
  state.open(CHANNEL);
  ada = personAt(
    { ...state, url: 'http://127.0.0.1/emea/' },
    async (activity) => {
      sent.push(activity);
      return { status: 200, headers: {}, body: answer };
    },
    { name: 'Ada', directoryId: 'aaaa' },
  );
  const activity: Activity = { type: 'message', attachments: [{ contentType: CARD_TYPE, content: CARD }] };
  plan = state.add({ placeId: PERSONAL.id, by: 'app', activity });
});

test('an activity says who acts, where and to whom, as Teams does', async () => {
  await ada.says(PERSONAL, 'status');
  expect(sent).toEqual([
    {
      type: 'message',
      id: state.messages().at(-1)?.id,
      timestamp: expect.any(String),
      channelId: 'msteams',
      serviceUrl: 'http://127.0.0.1/emea/',
      from: { id: ada.id, name: 'Ada', aadObjectId: 'aaaa' },
      recipient: BOT,
      conversation: { conversationType: 'personal', tenantId: TENANT_ID, id: PERSONAL.id },
      channelData: { tenant: { id: TENANT_ID } },
      text: 'status',
      textFormat: 'plain',
      entities: [{ type: 'clientInfo', locale: 'en-US', platform: 'Web' }],
    },
  ]);
});

test('in a channel the app is addressed, and what is said begins a thread or stands in one', async () => {
  await ada.says(CHANNEL, 'status');
  const root = state.messages(CHANNEL.id)[0];
  await ada.says(CHANNEL, 'why', { under: root });
  expect(sent.map(({ text, conversation }) => ({ text, id: (conversation as { id: string }).id }))).toEqual([
    { text: '<at>Image Steward</at> status\n', id: `${CHANNEL.id};messageid=${root?.id}` },
    { text: '<at>Image Steward</at> why\n', id: `${CHANNEL.id};messageid=${root?.id}` },
  ]);
});

test('every button is found that brings something, and none inside what one brings', () => {
  expect(actionsOf(CARD).map(({ title }) => title)).toEqual(['Page 2', 'Approve', 'Hold']);
});

test('a button brings what was filled in, what the card has already, and nothing for who wants no inputs', async () => {
  await ada.presses(plan, 'Approve', { inputs: { reason: 'ok' } });
  await ada.presses(plan, 'page');
  await ada.presses(plan, 'Hold', { inputs: { reason: 'ok', sure: 'true' } });
  const [execute, page, submit] = sent;
  expect(execute).toMatchObject({
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: plan.id,
    value: {
      trigger: 'manual',
      action: {
        type: 'Action.Execute',
        title: 'Approve',
        verb: 'sign-off',
        data: { planHash: 'h', reason: 'ok', sure: 'false', role: 'platform' },
      },
    },
  });
  expect(page?.value).toMatchObject({ action: { title: 'Page 2', verb: 'page' } });
  expect(JSON.stringify(page?.value)).toContain('"data":{"page":1}');
  expect(submit).toMatchObject({
    type: 'message',
    replyToId: plan.id,
    value: { verb: 'hold', reason: 'ok', sure: 'true', role: 'platform' },
  });
});

test.each<[string, Record<string, string>, string]>([
  ['Approve', {}, 'the input reason is empty'],
  ['Approve', { reason: 'ok', other: 'x' }, 'the card has no input other'],
  ['Open', {}, 'Ada sees no button "Open"'],
])('%s with %j cannot be pressed', async (button, inputs, why) => {
  await expect(ada.presses(plan, button, { inputs })).rejects.toThrow(why);
  expect(sent).toEqual([]);
});

test('a card that a button brings is seen until the message changes for everybody', async () => {
  answer = { statusCode: 200, type: CARD_TYPE, value: { type: 'AdaptiveCard', body: [] } };
  await ada.presses(plan, 'page');
  expect(ada.sees(plan)).toEqual({ type: 'AdaptiveCard', body: [] });
  state.change(PERSONAL.id, plan.id, plan.activity);
  expect(ada.sees(plan)).toEqual(CARD);
});

test('a toast is told', async () => {
  answer = { statusCode: 200, type: TOAST_TYPE, value: 'Not your turn.' };
  expect(await ada.presses(plan, 'page')).toMatchObject({ toast: 'Not your turn.' });
});

test('a client that lies can change all of it', async () => {
  const tamper = (one: Activity) => ({ ...one, from: { id: '29:other', name: 'Mallory' } });
  await ada.presses(plan, 'page', { tamper, data: () => ({ page: -1 }) });
  expect(sent[0]).toMatchObject({ from: { name: 'Mallory' }, value: { action: { data: { page: -1 } } } });
});
