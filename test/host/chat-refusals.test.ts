/** Every way in which a word is refused, through the HTTP endpoint: answered with its reason, kept, and nothing done. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Said } from '../../dev/chat/chat-state.ts';
import type { Person } from '../../dev/chat/person.ts';
import { TENANT_ID } from '../../dev/chat/places.ts';
import { MS_PER_DAY } from '../../shared/domain/time.ts';
import { propose, waveOf } from '../app/migration/given-plan.ts';
import * as people from '../support/bot/given-bot.ts';
import { ELSEWHERE, type GivenEndpoint, givenEndpoint, SHOP } from '../support/bot/given-endpoint.ts';
import { givenRecommendation, MIGRATION_ID, RECOMMENDATION_ID } from '../support/bot/given-recommendation.ts';
import { NOW } from '../support/fleet.ts';
import { givenPlan } from '../support/plan.ts';

const LONG = { opens: NOW, closes: NOW + 90 * MS_PER_DAY };
const PLAN = givenPlan('a', { waves: [withWindow(waveOf(1, { 'shop-prod': ['apps'] }))] });
const TOPIC = people.planTopic(PLAN.hash);

/** Open for long, so that only the card grows old. */
function withWindow(wave: ReturnType<typeof waveOf>): ReturnType<typeof waveOf> {
  const clusters = wave.clusters.map((cluster) => ({
    ...cluster,
    steps: cluster.steps.map((step) => ({ ...step, windows: [LONG] })),
  }));
  return { ...wave, clusters };
}

let app: GivenEndpoint;
let ada: Person;
let card: Said;

beforeEach(async () => {
  app = await givenEndpoint();
  await app.sweep();
  await propose(app.parts, PLAN);
  ada = app.person(people.ADA);
  await ada.installs(SHOP);
  await ada.installs(ELSEWHERE);
  card = await app.show(TOPIC);
});

afterEach(async () => {
  await app.stop();
  expect(app.failures).toEqual([]);
});

const words = async () =>
  (await app.parts.signOffs.ofPlan(PLAN.hash)).map(({ person, kind }) => `${person.name} ${kind}`);

/** What was kept of the one refusal. */
async function kept() {
  const [first, ...more] = await app.refusals();
  expect(more).toEqual([]);
  return first;
}

test('a yes of who holds the role is taken: nothing is refused', async () => {
  const pressed = await ada.presses(card, 'Approve as platform');
  expect(pressed.status).toBe(200);
  expect(JSON.stringify(pressed.card)).toContain('Signed off by Ada');
  expect(await words()).toEqual(['Ada approve']);
  expect(await app.refusals()).toEqual([]);
});

test('wrong person: who does not hold the role', async () => {
  const eve = app.person(people.EVE);
  await eve.says(SHOP, 'help');
  const pressed = await eve.presses(card, 'Approve as platform');
  expect(pressed.toast).toContain('You do not hold the role platform');
  expect(pressed.toast).toContain('Who may: Ada and Ben.');
  expect(await kept()).toMatchObject({
    kind: 'wrong-person',
    person: { id: people.EVE.directoryId, tenantId: TENANT_ID, name: 'Eve' },
    planHash: PLAN.hash,
  });
  expect(await words()).toEqual([]);
});

test('wrong tenant: the same account of another directory', async () => {
  const other = app.person(people.ADA, people.FOREIGN);
  const pressed = await other.presses(card, 'Approve as platform');
  expect(pressed.toast).toContain('directory');
  expect(await kept()).toMatchObject({ kind: 'wrong-tenant', person: { id: people.ADA.directoryId } });
  expect(await words()).toEqual([]);
});

test('no directory id: who is in no directory may ask for help, and decides nothing', async () => {
  const guest = app.person({ name: 'Guest', directoryId: undefined });
  await guest.says(SHOP, 'help');
  expect(JSON.stringify(app.said().at(-1)?.card)).toContain('What you can say to me');
  expect(await app.refusals()).toEqual([]);
  const pressed = await guest.presses(card, 'Approve as platform');
  expect(pressed.toast).toContain('did not tell your directory id');
  expect(await kept()).toMatchObject({ kind: 'no-directory-id', person: { name: 'Guest' } });
  expect(await words()).toEqual([]);
});

test('replay: a word that was taken back is not given again by the same button', async () => {
  await ada.presses(card, 'Approve as platform');
  await ada.presses(card, 'Withdraw', { inputs: { reason: 'too early' } });
  const nonce = (await app.parts.signOffs.ofPlan(PLAN.hash))[0]?.nonce;
  const pressed = await ada.presses(card, 'Approve as platform', { data: (data) => ({ ...data, nonce }) });
  expect(pressed.toast).toContain('This button was used before');
  expect(await kept()).toMatchObject({ kind: 'replay', planHash: PLAN.hash });
  expect(await words()).toEqual(['Ada approve', 'Ada withdraw']);

  await ada.says(SHOP, 'approve');
  const fresh = await app.show(TOPIC);
  await ada.presses(fresh, 'Approve as platform');
  expect((await words()).at(-1)).toBe('Ada approve');
});

test('replay: a button carried into another conversation', async () => {
  await app.show(TOPIC, ELSEWHERE);
  const there = app.said(ELSEWHERE).at(-1) as Said;
  const pressed = await ada.presses(card, 'Approve as platform', {
    tamper: (activity) => ({
      ...activity,
      conversation: { ...(activity['conversation'] as object), id: ELSEWHERE.id },
      replyToId: there.id,
    }),
  });
  expect(pressed.toast).toContain('belongs to a card in another conversation');
  expect(await kept()).toMatchObject({ kind: 'replay' });
  expect(await words()).toEqual([]);
});

test('expired: a card that is older than a sign-off counts', async () => {
  app.world.now = NOW + 30 * MS_PER_DAY;
  const pressed = await ada.presses(card, 'Approve as platform');
  expect(pressed.toast).toContain('This card is older than 30 days');
  expect(await kept()).toMatchObject({ kind: 'expired', planHash: PLAN.hash });
  expect(await words()).toEqual([]);
});

test('expired: a question that somebody has decided', async () => {
  await givenRecommendation(app.parts);
  const asked = await app.show(people.recommendationTopic(MIGRATION_ID, RECOMMENDATION_ID));
  const ben = app.person(people.BEN);
  await ben.presses(asked, 'False alarm', { inputs: { reason: 'the node was drained by hand' } });
  const pressed = await ada.presses(asked, 'Go on', { inputs: { reason: 'it is well again' } });
  expect(pressed.toast).toContain('has decided already: false alarm');
  expect(await kept()).toMatchObject({ kind: 'expired', migrationId: MIGRATION_ID });
});

test('changed plan: what changed is said, and the card of the next one comes below', async () => {
  await propose(app.parts, givenPlan('b', { waves: [withWindow(waveOf(1, { 'shop-prod': ['apps', 'system'] }))] }));
  const pressed = await ada.presses(card, 'Approve as platform');
  expect(pressed.toast).toContain('Plan bbbbbbbbbbbb is proposed in its place.');
  expect(await kept()).toMatchObject({ kind: 'changed-plan', planHash: PLAN.hash });
  expect(await words()).toEqual([]);
  await app.settle();
  expect(JSON.stringify(app.said().at(-1)?.card)).toContain('bbbbbbbbbbbb');
});

test.each([
  ['a nonce of one’s own', { nonce: 'nonce-0' }],
  ['the hash of another plan', { planHash: 'b'.repeat(64) }],
  ['a role that the card does not offer in its form', { role: 'emperor' }],
  ['a topic of something else', { topic: `migration/${MIGRATION_ID}` }],
])('forged payload: %s', async (_, change) => {
  const pressed = await ada.presses(card, 'Approve as platform', { data: (data) => ({ ...data, ...change }) });
  expect(pressed.toast).toContain('Use the buttons of the cards that I show');
  expect(await kept()).toMatchObject({ kind: 'forged', person: { name: 'Ada' } });
  expect(await words()).toEqual([]);
});

test.each([
  ['nothing', undefined],
  ['a text', 'approve'],
  ['a list', []],
])('forged payload: %s', async (_, brought) => {
  const pressed = await ada.presses(card, 'Approve as platform', { data: () => brought });
  expect(pressed.status).toBe(200);
  expect(await kept()).toMatchObject({ kind: 'forged' });
  expect(await words()).toEqual([]);
});

test('old card: of another version of the app is replaced by a fresh one', async () => {
  const pressed = await ada.presses(card, 'Approve as platform', { data: (data) => ({ ...data, v: 0 }) });
  expect(JSON.stringify(pressed.card)).toContain('Approve as platform');
  expect(await kept()).toMatchObject({ kind: 'old-card' });
  expect(await words()).toEqual([]);
});

test('old card: one that is shown again below, in a client that does not know it yet', async () => {
  const old = (await app.parts.posts.ofTopic(TOPIC))[0]?.post.nonce;
  const fresh = await app.show(TOPIC);
  const pressed = await ada.presses(fresh, 'Approve as platform', { data: (data) => ({ ...data, nonce: old }) });
  expect(pressed.toast).toContain('the same is shown again below');
  expect(await kept()).toMatchObject({ kind: 'old-card' });
  expect(await words()).toEqual([]);
});

test('a double click is one word, and nothing is refused', async () => {
  const both = await Promise.all([ada.presses(card, 'Approve as platform'), ada.presses(card, 'Approve as platform')]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(await words()).toEqual(['Ada approve']);
  expect(await app.refusals()).toEqual([]);
});

test('a command that only reads is refused to another directory, and nothing is told', async () => {
  const other = app.person(people.ADA, people.FOREIGN);
  const before = app.said().length;
  await other.says(SHOP, 'fleet');
  const answer = app
    .said()
    .slice(before)
    .map((one) => JSON.stringify(one.card ?? one.text))
    .join();
  expect(answer).not.toContain('node pool');
  expect(await kept()).toMatchObject({ kind: 'wrong-tenant' });
});

test('a command that changes something is refused to who may not, and done for who may', async () => {
  await app.person(people.EVE).says(SHOP, 'freeze because I say so');
  expect((await app.fleet.freezeState()).frozen).toBe(false);
  expect(await kept()).toMatchObject({ kind: 'wrong-person', what: 'Said: freeze' });
  await app.person(people.OLA).says(SHOP, 'freeze because the network team works on it');
  expect(await app.fleet.freezeState()).toMatchObject({ frozen: true, freeze: { by: 'Ola' } });
});
