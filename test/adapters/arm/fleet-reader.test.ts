import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Patience } from '../../../shared/adapters/arm/connection.ts';
import { armFleetReader } from '../../../shared/adapters/arm/fleet-reader.ts';
import type { FleetReader, SubscriptionAnswer } from '../../../shared/ports/fleet-reader.ts';
import {
  type ArmServer,
  asksForSubscriptions,
  clusterRow,
  page,
  SUB_A,
  SUB_B,
  sample,
  startArmServer,
  subscriptionRow,
} from './arm-server.ts';

let arm: ArmServer;
beforeAll(async () => {
  arm = await startArmServer();
});
beforeEach(() => {
  arm.asked.length = 0;
});
afterAll(() => arm.close());

const NOW = 1_700_000_000_000;
const reader = (patience?: Partial<Patience>): FleetReader =>
  armFleetReader(arm.connect(patience), { now: () => NOW }, () => new Promise((resolve) => setImmediate(resolve)));

const asked = () => arm.asked.map(({ body }) => body['subscriptions']);
const names = (answer: SubscriptionAnswer) =>
  answer.kind === 'seen' ? answer.clusters.map(({ cluster }) => cluster.name) : answer;

test('subscriptions asked for at the same time share one query, and each gets its own clusters', async () => {
  arm.answer = () => page([clusterRow('a'), clusterRow('b', SUB_B), clusterRow('c')]);
  const shared = reader();
  const answers = await Promise.all([shared.readSubscription(SUB_A), shared.readSubscription(SUB_B.toUpperCase())]);

  expect(answers.map(names)).toEqual([['a', 'c'], ['b']]);
  expect(answers[0]).toMatchObject({ kind: 'seen', readAt: NOW, notUnderstood: [] });
  expect(arm.asked).toMatchObject([
    {
      method: 'POST',
      path: '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01',
      authorization: 'Bearer simulator',
      body: { subscriptions: [SUB_A, SUB_B], options: { $top: 1000, resultFormat: 'objectArray' } },
    },
  ]);
});

test('a query holds at most 100 subscriptions', async () => {
  const ids = Array.from({ length: 101 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  arm.answer = ({ body }) => page((body['subscriptions'] as string[]).map((id) => clusterRow('a', id)));
  const shared = reader();
  const answers = await Promise.all(ids.map((id) => shared.readSubscription(id)));
  expect(answers.map(names)).toEqual(ids.map(() => ['a']));
  expect(asked().map((subscriptions) => (subscriptions as string[]).length)).toEqual([100, 1]);
});

test('all pages are read, and a row that comes twice is one cluster', async () => {
  arm.answer = ({ body }) =>
    (body['options'] as { $skipToken?: string }).$skipToken === 'next'
      ? page([clusterRow('b'), clusterRow('c')], { totalRecords: 3 })
      : page([clusterRow('a'), clusterRow('b')], { totalRecords: 3, $skipToken: 'next' });
  expect(names(await reader().readSubscription(SUB_A))).toEqual(['a', 'b', 'c']);
});

test.each([
  [
    'says that it was cut off',
    page([clusterRow('a')], { resultTruncated: 'true' }),
    'Azure says that it cut the answer off',
  ],
  ['holds fewer rows than it counts', page([clusterRow('a')], { count: 2 }), 'a page says 2 rows and holds 1'],
  ['ends before all rows came', page([clusterRow('a')], { totalRecords: 2 }), '1 of 2 rows came'],
  ['leads back to itself', page([], { $skipToken: 'same' }), 'the pages do not advance'],
  ['has another form', { body: { rows: [] } }, 'a page of the answer has another form than documented'],
])('an answer that %s is truncated, never whole', async (_what, answer, why) => {
  arm.answer = () => answer;
  expect(await reader().readSubscription(SUB_A)).toEqual({
    kind: 'not-seen',
    reason: 'truncated',
    detail: `Azure's answer is incomplete: ${why}. Nothing of it is used; the next sweep asks again.`,
  });
});

test('of a shared query that came incomplete, only the subscription to blame is not seen', async () => {
  arm.answer = ({ body }) => {
    const ids = body['subscriptions'] as string[];
    const rows = ids.map((id) => clusterRow('a', id));
    return page(rows, ids.includes(SUB_B) ? { resultTruncated: 'true' } : {});
  };
  const shared = reader();
  const answers = await Promise.all([shared.readSubscription(SUB_A), shared.readSubscription(SUB_B)]);
  expect(answers).toMatchObject([{ kind: 'seen' }, { kind: 'not-seen', reason: 'truncated' }]);
  expect(asked()).toEqual([[SUB_A, SUB_B], [SUB_A], [SUB_B]]);
});

test('of a shared query that was refused, only the subscription to blame is not seen', async () => {
  arm.answer = ({ body }) =>
    (body['subscriptions'] as string[]).includes(SUB_B)
      ? sample('error-403-authorizationfailed')
      : page([clusterRow('a')]);
  const shared = reader();
  const answers = await Promise.all([shared.readSubscription(SUB_A), shared.readSubscription(SUB_B)]);
  expect(answers.map(names)).toEqual([
    ['a'],
    {
      kind: 'not-seen',
      reason: 'forbidden',
      detail: `Azure refused the clusters of subscription ${SUB_B} (403 AuthorizationFailed). Give the identity the reader role of docs/permissions.md there; it can take minutes to count.`,
    },
  ]);
});

test('a subscription without rows is empty only when it may be read; forbidden and disabled are told apart', async () => {
  const [empty, forbidden, disabled] = [SUB_A, SUB_B, '33333333-2222-3333-4444-555555555555'];
  arm.answer = (request) =>
    asksForSubscriptions(request) ? page([subscriptionRow(empty), subscriptionRow(disabled, 'Disabled')]) : page([]);
  const shared = reader();
  const answers = await Promise.all([empty, forbidden, disabled].map((id) => shared.readSubscription(id)));
  expect(answers).toEqual([
    { kind: 'seen', readAt: NOW, clusters: [], notUnderstood: [] },
    { kind: 'not-seen', reason: 'forbidden', detail: expect.stringContaining('docs/permissions.md') },
    {
      kind: 'not-seen',
      reason: 'disabled',
      detail: 'The subscription is Disabled, and Azure shows nothing of it. Enable it, or leave it out of the sweep.',
    },
  ]);
});

test.each([
  { answer: sample('error-403-authorizationfailed'), reason: 'forbidden' },
  { answer: sample('error-500-internal'), reason: 'upstream-failed' },
  { answer: page([{ id: 7 }]), reason: 'truncated' },
])(
  'when it cannot be checked whether an empty subscription may be read, it is $reason, not empty',
  async ({ answer, reason }) => {
    arm.answer = (request) => (asksForSubscriptions(request) ? answer : page([]));
    expect(await reader().readSubscription(SUB_A)).toMatchObject({ kind: 'not-seen', reason });
  },
);

test('a row that cannot be understood is named, and the others go on', async () => {
  arm.answer = () => page([clusterRow('a'), clusterRow('Broken', SUB_A, { pools: [{ count: 3 }] }), clusterRow('c')]);
  const answer = await reader().readSubscription(SUB_A);
  expect(names(answer)).toEqual(['a', 'c']);
  expect(answer).toMatchObject({
    notUnderstood: [
      {
        clusterId: `/subscriptions/${SUB_A}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/broken`,
        detail: expect.stringContaining('unexpected pools.0.name'),
      },
    ],
  });
});

test('a row that does not say whose it is makes each subscription be asked alone', async () => {
  arm.answer = ({ body }) =>
    (body['subscriptions'] as string[]).includes(SUB_B)
      ? page([clusterRow('b', SUB_B), 'nonsense'])
      : page([clusterRow('a')]);
  const shared = reader();
  const [a, b] = await Promise.all([shared.readSubscription(SUB_A), shared.readSubscription(SUB_B)]);
  expect(names(a)).toEqual(['a']);
  expect(b).toMatchObject({ kind: 'seen', notUnderstood: [{ clusterId: 'row 1 without an id' }] });
});

test.each([
  { sampled: 'error-429-resourcegraph', reason: 'throttled', says: '(429 RateLimiting)', tries: 2 },
  { sampled: 'error-500-internal', reason: 'upstream-failed', says: '(500 InternalOperationError)', tries: 2 },
  { sampled: 'error-401-invalidtoken', reason: 'forbidden', says: '(401 ExpiredAuthenticationToken)', tries: 1 },
  { sampled: 'error-404-subscription', reason: 'forbidden', says: '(404 SubscriptionNotFound)', tries: 1 },
])("$sampled after the client's tries is $reason", async ({ sampled, reason, says, tries }) => {
  arm.answer = () => sample(sampled);
  const answer = await reader().readSubscription(SUB_A);
  expect(answer).toMatchObject({ kind: 'not-seen', reason, detail: expect.stringContaining(says) });
  expect(arm.asked).toHaveLength(tries);
});

test('a 429 that passes is not noticed', async () => {
  arm.answer = () => (arm.asked.length === 1 ? sample('error-429-resourcegraph') : page([clusterRow('a')]));
  expect(names(await reader().readSubscription(SUB_A))).toEqual(['a']);
});

test('a Retry-After longer than our patience is not waited for', async () => {
  const { body } = sample('error-429-resourcegraph');
  arm.answer = () => ({ status: 429, headers: { 'retry-after': '61' }, body });
  expect(await reader().readSubscription(SUB_A)).toMatchObject({ reason: 'throttled' });
  expect(arm.asked).toHaveLength(1);
});

test('an answer that does not come in time is timed out', async () => {
  arm.answer = () => new Promise(() => {});
  expect(await reader({ attemptMs: 20 }).readSubscription(SUB_A)).toEqual({
    kind: 'not-seen',
    reason: 'timed-out',
    detail: `Azure took too long to answer for the clusters of subscription ${SUB_A}. The next sweep asks again.`,
  });
  expect(await reader({ callMs: 20 }).readSubscription(SUB_A)).toMatchObject({ reason: 'timed-out' });
});

test('an answer that is not JSON is a failure of Azure', async () => {
  arm.answer = () => ({ body: '{"data":[' });
  expect(await reader().readSubscription(SUB_A)).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed' });
});

test('no detail holds a token or what Azure says of clients and tenants', async () => {
  arm.answer = () => sample('error-403-authorizationfailed');
  expect(JSON.stringify(await reader().readSubscription(SUB_A))).not.toMatch(/Bearer|simulator|object id|b0b0b0b0/);
});
