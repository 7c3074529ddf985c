import { expect, test } from 'vitest';
import type { DeadLetter } from '../../shared/ports/dead-letters.ts';
import type { QueueName } from '../../shared/ports/message-sender.ts';
import { givenSubscription, NOW } from '../support/fleet.ts';
import { givenApp } from './given-app.ts';

const SHOP = givenSubscription();

function givenLetter(overrides: Partial<DeadLetter> = {}): DeadLetter {
  return {
    messageId: 'm-1',
    reason: 'MaxDeliveryCountExceeded',
    description: 'tables do not answer',
    deadLetteredAt: NOW,
    body: '{}',
    ...overrides,
  };
}

function given() {
  const letters: Record<QueueName, DeadLetter[]> = {
    'sweep-subscription': [],
    'inspect-cluster': [],
    'advance-migration': [],
    'evaluate-alert': [],
    notify: [],
    'page-on-call': [],
    'post-chat': [],
  };
  const app = givenApp({ subscriptions: [SHOP] }, { deadLetters: { peek: async (queue) => letters[queue] } });
  return { ...app, letters };
}

test.each(['evaluate-alert', 'page-on-call'] as const)('a look or a page that died is reported: %s', async (queue) => {
  const { fleet, parts, letters } = given();
  letters[queue] = [givenLetter()];
  await fleet.reportDeadLetters();
  expect((await parts.ownFindings.list()).map(({ id }) => id)).toEqual([`dead-letter/${queue}/m-1`]);
});

test('a dead letter is a finding about ourselves until the letter is gone', async () => {
  const { fleet, parts, letters } = given();
  letters.notify = [givenLetter()];
  await fleet.reportDeadLetters();
  expect(await parts.ownFindings.list()).toEqual([
    {
      id: 'dead-letter/notify/m-1',
      code: 'DEAD_LETTER',
      what: 'A message of notify could not be handled: MaxDeliveryCountExceeded: tables do not answer',
      nextAction:
        'Mend the cause, then send message m-1 from the dead-letter queue of notify again, or delete it there.',
      since: NOW,
      lastSeen: NOW,
    },
  ]);
  letters.notify = [];
  await fleet.reportDeadLetters();
  expect(await parts.ownFindings.list()).toEqual([]);
});

test('findings about other trouble are not touched', async () => {
  const { fleet, parts } = given();
  const other = { id: 'webhook/refused', code: 'X', what: '', nextAction: '', since: NOW, lastSeen: NOW };
  await parts.ownFindings.raise([other]);
  await fleet.reportDeadLetters();
  expect(await parts.ownFindings.list()).toEqual([other]);
});

test('a subscription whose message died was not seen', async () => {
  const { fleet, parts, letters } = given();
  const { id: sweepId } = await fleet.startSweep();
  const body = JSON.stringify({ sweepId, subscriptionId: SHOP.id });
  letters['sweep-subscription'] = [givenLetter({ body })];
  await fleet.reportDeadLetters();
  await fleet.reportDeadLetters();
  expect(await parts.sweeps.outcomes(sweepId)).toEqual([
    {
      sweepId,
      subscription: SHOP,
      at: NOW,
      clusters: 0,
      pools: 0,
      notSeen: { reason: 'dead-lettered', detail: 'Its message was given up: tables do not answer' },
      clustersNotSeen: [],
    },
  ]);

  // Sent again by a person, and handled.
  await fleet.sweepSubscription({ sweepId, subscriptionId: SHOP.id });
  expect((await parts.sweeps.outcomes(sweepId))[0]?.notSeen).toBeUndefined();
  await fleet.reportDeadLetters();
  expect((await parts.sweeps.outcomes(sweepId))[0]?.notSeen).toBeUndefined();
});

test.each(['not json', '[]', '{"sweepId":"gone","subscriptionId":"11111111-2222-3333-4444-555555555555"}'])(
  'a letter that says %j is reported and breaks nothing',
  async (body) => {
    const { fleet, parts, letters } = given();
    letters['sweep-subscription'] = [givenLetter({ body, description: undefined })];
    await fleet.reportDeadLetters();
    expect((await parts.ownFindings.list()).map(({ what }) => what)).toEqual([
      'A message of sweep-subscription could not be handled: MaxDeliveryCountExceeded',
    ]);
  },
);

test.each([
  { count: 20, findings: 20, last: 'dead-letter/notify/m-19' },
  { count: 21, findings: 21, last: 'dead-letter/notify/more' },
  { count: 500, findings: 21, last: 'dead-letter/notify/more' },
])('$count letters are $findings findings', async ({ count, findings, last }) => {
  const { fleet, parts, letters } = given();
  letters.notify = Array.from({ length: count }, (_, i) => givenLetter({ messageId: `m-${i}` }));
  await fleet.reportDeadLetters();
  const found = await parts.ownFindings.list();
  expect([found.length, found.at(-1)?.id]).toEqual([findings, last]);
});
