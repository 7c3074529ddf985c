import { expect, test } from 'vitest';
import { startSweep } from '../../shared/app/start-sweep.ts';
import { UpstreamError } from '../../shared/domain/errors.ts';
import { MS_PER_DAY } from '../../shared/domain/time.ts';
import type { OutgoingMessage } from '../../shared/ports/message-sender.ts';
import { givenSubscription, NOW } from '../support/fleet.ts';
import { givenCalendar, givenCatalogue } from '../support/policy.ts';
import { clusterWith, FRESH, givenApp } from './given-app.ts';

const A = givenSubscription({ id: 'aaaaaaaa-2222-3333-4444-555555555555', name: 'a' });
const B = givenSubscription({ id: 'bbbbbbbb-2222-3333-4444-555555555555', name: 'b' });
const MINUTE = 60_000;

/** Records what is sent, and delivers nothing. */
function givenSender() {
  const sent: OutgoingMessage[] = [];
  return {
    sent,
    sender: { send: async (_queue: string, messages: readonly OutgoingMessage[]) => void sent.push(...messages) },
  };
}

test('a sweep is recorded with every visible subscription, and each gets one message', async () => {
  const { sent, sender } = givenSender();
  const app = givenApp({ subscriptions: [B, A] }, { sender });

  const sweep = await app.fleet.startSweep();

  expect(sweep).toEqual({ id: `sweep-${NOW}`, startedAt: NOW, subscriptions: [A, B] });
  expect(await app.parts.sweeps.latest()).toEqual(sweep);
  expect(sent).toEqual([
    { id: `sweep-${NOW}-${A.id}`, body: { sweepId: sweep.id, subscriptionId: A.id } },
    { id: `sweep-${NOW}-${B.id}`, body: { sweepId: sweep.id, subscriptionId: B.id } },
  ]);
});

test.each([
  { state: 'Enabled', read: true },
  { state: 'Warned', read: true },
  { state: 'PastDue', read: true },
  { state: 'Disabled', read: false },
  { state: 'Deleted', read: false },
])('a subscription in state $state is read: $read', async ({ state, read }) => {
  const { sent, sender } = givenSender();
  const app = givenApp({ subscriptions: [{ ...A, state }] }, { sender });

  const { id } = await app.fleet.startSweep();

  expect(sent).toHaveLength(read ? 1 : 0);
  const disabled = {
    sweepId: id,
    subscription: { ...A, state },
    at: NOW,
    clusters: 0,
    pools: 0,
    notSeen: {
      reason: 'disabled',
      detail: `The subscription is in state ${state}, in which Azure does not show its clusters. Enable it again, or leave it to be deleted.`,
    },
    clustersNotSeen: [],
  };
  expect(await app.parts.sweeps.outcomes(id)).toEqual(read ? [] : [disabled]);
});

test('only the listed subscriptions are swept, and one that is not visible is reported as not seen', async () => {
  const { sent, sender } = givenSender();
  const app = givenApp(
    { subscriptions: [A] },
    { sender, scope: { kind: 'listed', subscriptionIds: [A.id, B.id, A.id] } },
  );

  const { id, subscriptions } = await app.fleet.startSweep();

  expect(subscriptions).toEqual([A, { id: B.id, name: B.id, state: 'NotVisible' }]);
  expect(sent.map(({ body }) => body)).toEqual([{ sweepId: id, subscriptionId: A.id }]);
  expect((await app.parts.sweeps.outcomes(id)).map(({ notSeen }) => notSeen?.reason)).toEqual(['forbidden']);
});

test('subscriptions under a management group are asked for by its id', async () => {
  const asked: string[] = [];
  const under = async (id: string) => {
    asked.push(id);
    return [A, A];
  };
  const subscriptions = { visible: async () => [B], under };
  const app = givenApp({}, { subscriptions, scope: { kind: 'management-group', id: 'platform' } });

  expect((await app.fleet.startSweep()).subscriptions).toEqual([A]);
  expect(asked).toEqual(['platform']);
});

test.each([
  { minutes: 10, resumed: true },
  { minutes: 11, resumed: false },
])('an unfinished sweep that started $minutes minutes ago is gone on with: $resumed', async ({ minutes, resumed }) => {
  const { sent, sender } = givenSender();
  const app = givenApp({ subscriptions: [A] }, { sender });
  const first = await app.fleet.startSweep();
  app.world.now += minutes * MINUTE;

  const second = await app.fleet.startSweep();

  expect(second.id === first.id).toBe(resumed);
  expect(sent[1]?.id === sent[0]?.id).toBe(resumed);
});

test('a finished sweep is not gone on with: the next one starts at once', async () => {
  const app = givenApp({ subscriptions: [A] });
  const first = await app.sweep();
  app.world.now += MINUTE;
  expect((await app.fleet.startSweep()).id).not.toBe(first);
});

test('a subscription that is no longer visible is missed for 30 days, and then let go with its readings', async () => {
  const app = givenApp({
    subscriptions: [A, B],
    clusters: { [B.id]: [clusterWith('x', FRESH, { cluster: { subscriptionId: B.id } })] },
  });
  await app.sweep();
  app.world.subscriptions = [A];

  app.world.now += MS_PER_DAY;
  await app.sweep();
  const missed = await app.fleet.latestSweep();
  expect(missed?.coverage.whole).toBe(false);
  expect(missed?.coverage.notSeen.map(({ subscriptionId, reason }) => [subscriptionId, reason])).toEqual([
    [B.id, 'forbidden'],
  ]);

  app.world.now += 30 * MS_PER_DAY;
  await app.sweep();
  expect((await app.parts.sweeps.latest())?.subscriptions.map(({ id }) => id)).toEqual([A.id, B.id]);
  expect(await app.parts.readings.ofSubscription(B.id)).toHaveLength(1);

  app.world.now += MINUTE;
  await app.sweep();
  expect((await app.parts.sweeps.latest())?.subscriptions.map(({ id }) => id)).toEqual([A.id]);
  expect(await app.parts.readings.ofSubscription(B.id)).toEqual([]);
  expect(app.announced().filter(({ kind }) => kind === 'findings-changed')).toEqual([]);
});

test('a subscription taken out of the settings is let go at once', async () => {
  const clusters = { [B.id]: [clusterWith('x', FRESH, { cluster: { subscriptionId: B.id } })] };
  const app = givenApp({ subscriptions: [A, B], clusters });
  await app.sweep();
  app.world.now += MINUTE;

  await startSweep({ ...app.parts, scope: { kind: 'listed', subscriptionIds: [A.id] } });

  expect((await app.parts.sweeps.latest())?.subscriptions).toEqual([A]);
  expect(await app.parts.readings.ofSubscription(B.id)).toEqual([]);
});

test('no visible subscription is a finding about ourselves, until one is visible', async () => {
  const app = givenApp();
  await app.sweep();
  expect(await app.parts.ownFindings.list()).toEqual([
    {
      id: 'sweep/no-subscriptions',
      code: 'SWEEP_NO_SUBSCRIPTIONS',
      what: 'The last sweep had no subscription to look at, so it says nothing about any cluster.',
      nextAction:
        'Give the identity the reader role on a subscription or management group, and check SWEEP_SUBSCRIPTIONS and SWEEP_MANAGEMENT_GROUP.',
      since: NOW,
      lastSeen: NOW,
    },
  ]);

  app.world.subscriptions = [A];
  app.world.now += MINUTE;
  await app.sweep();
  expect(await app.parts.ownFindings.list()).toEqual([]);
});

test('an unreadable calendar is a finding about ourselves while it lasts, and the sweep goes on', async () => {
  const bad = { id: 'policy/calendar.json', code: 'CALENDAR_UNREADABLE', what: 'Not JSON.', nextAction: 'Mend it.' };
  let trouble = [bad];
  const inForce = { calendar: givenCalendar(), catalogue: givenCatalogue(), images: { knownBad: [] } };
  const app = givenApp({ subscriptions: [A] }, { policy: { load: async () => ({ ...inForce, trouble }) } });
  await app.sweep();
  expect(await app.parts.ownFindings.list()).toEqual([{ ...bad, since: NOW, lastSeen: NOW }]);
  expect((await app.fleet.latestSweep())?.coverage.whole).toBe(true);

  app.world.now += MINUTE;
  await app.sweep();
  expect(await app.parts.ownFindings.list()).toEqual([{ ...bad, since: NOW, lastSeen: NOW + MINUTE }]);

  trouble = [];
  app.world.now += MINUTE;
  await app.sweep();
  expect(await app.parts.ownFindings.list()).toEqual([]);
});

test('a sweep that cannot be started is a finding about ourselves until one starts', async () => {
  let failures = 1;
  const visible = async () => {
    if (failures-- > 0) throw new UpstreamError('UPSTREAM_ARM', 'Azure did not list the subscriptions');
    return [A];
  };
  const app = givenApp({}, { subscriptions: { visible, under: visible } });
  await expect(app.fleet.startSweep()).rejects.toMatchObject({ code: 'UPSTREAM_ARM' });
  expect(await app.parts.ownFindings.list()).toEqual([
    {
      id: 'sweep/not-started',
      code: 'SWEEP_NOT_STARTED',
      what: 'The last sweep could not be started: Azure did not list the subscriptions (UPSTREAM_ARM)',
      nextAction: 'Mend the cause and start a sweep by hand, or wait for the next one.',
      since: NOW,
      lastSeen: NOW,
    },
  ]);
  await app.fleet.startSweep();
  expect(await app.parts.ownFindings.list()).toEqual([]);
});

test('when the stores do not answer either, the first error is told', async () => {
  const fail = (code: string) => async () => {
    throw new UpstreamError(code, 'no answer');
  };
  const app = givenApp({}, { subscriptions: { visible: fail('UPSTREAM_ARM'), under: fail('UPSTREAM_ARM') } });
  app.parts.ownFindings.list = fail('UPSTREAM_TABLE');
  await expect(app.fleet.startSweep()).rejects.toMatchObject({ code: 'UPSTREAM_ARM' });
});

test.each([
  { days: 90, kept: true },
  { days: 90 + 1 / MS_PER_DAY, kept: false },
])('a sweep that started $days days before is kept: $kept', async ({ days, kept }) => {
  const { sender } = givenSender();
  const app = givenApp({ subscriptions: [A] }, { sender });
  const first = await app.fleet.startSweep();
  app.world.now += days * MS_PER_DAY;
  await app.fleet.startSweep();
  expect(await app.parts.sweeps.byId(first.id)).toEqual(kept ? first : undefined);
});
