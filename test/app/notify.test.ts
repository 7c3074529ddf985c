import { expect, test } from 'vitest';
import { Notify } from '../../shared/app/messages.ts';
import { UpstreamError } from '../../shared/domain/errors.ts';
import type { DeliveryAnswer } from '../../shared/ports/announcer.ts';
import { givenFinding, NOW } from '../support/fleet.ts';
import { givenExemption } from '../support/policy.ts';
import { givenApp } from './given-app.ts';

const ENDING: Notify = { kind: 'exemption-ending', id: 'n-1', at: NOW, exemption: givenExemption(), daysLeft: 14 };

test('a refused announcement is a finding about ourselves, and its message ends as a dead letter', async () => {
  let answer: DeliveryAnswer = { kind: 'refused', detail: 'answered 404' };
  const app = givenApp({}, { announcer: { deliver: async () => answer } });
  await app.queues.send('notify', [{ id: 'n-1', body: ENDING }]);
  await app.drain();

  expect((await app.queues.peek('notify')).map(({ messageId }) => messageId)).toEqual(['n-1']);
  expect(await app.parts.ownFindings.list()).toEqual([
    {
      id: 'webhook/refused',
      code: 'WEBHOOK_REFUSED',
      what: 'The webhook refuses announcements: answered 404',
      nextAction: 'Check WEBHOOK_URL and WEBHOOK_SECRET with the receiver, then send the dead letters of notify again.',
      since: NOW,
      lastSeen: NOW,
    },
  ]);

  answer = { kind: 'delivered' };
  await app.fleet.notify(ENDING);
  expect(await app.parts.ownFindings.list()).toEqual([]);
});

test('nobody who listens is fine', async () => {
  const app = givenApp({}, { announcer: { deliver: async () => ({ kind: 'nobody-listens' }) } });
  await app.fleet.notify(ENDING);
  expect(await app.parts.ownFindings.list()).toEqual([]);
});

test('a receiver that does not answer gets the same announcement again', async () => {
  const delivered: string[] = [];
  let failures = 2;
  const app = givenApp(
    {},
    {
      announcer: {
        async deliver({ id }) {
          if (failures-- > 0) throw new UpstreamError('UPSTREAM_WEBHOOK', 'no answer');
          delivered.push(id);
          return { kind: 'delivered' };
        },
      },
    },
  );
  await app.queues.send('notify', [{ id: 'n-1', body: ENDING }]);
  await app.drain();
  expect(delivered).toEqual(['n-1']);
  expect(await app.queues.peek('notify')).toEqual([]);
});

const CHANGED: Notify = {
  kind: 'findings-changed',
  id: 'n-2',
  at: NOW,
  sweepId: 'sweep-1',
  subscriptionId: 'sub-1',
  partial: true,
  changes: [
    { kind: 'worse', finding: givenFinding(), severityBefore: 'low' },
    {
      kind: 'new',
      finding: givenFinding({
        facts: { names: ['a', 'b'], yes: true },
        exemption: { id: 'e', owner: 'o', reason: 'r', until: '2026-12-31' },
      }),
    },
  ],
};
const FIRST: Notify = {
  kind: 'subscription-first-seen',
  id: 'n-3',
  at: NOW,
  sweepId: 'sweep-1',
  subscriptionId: 'sub-1',
  subscriptionName: 'shop',
  partial: false,
  clusters: 1,
  pools: 2,
  findings: { critical: 0, high: 1, medium: 2, low: 3 },
};

test.each([ENDING, CHANGED, FIRST])('an announcement survives the queue: $kind', (announcement) => {
  expect(Notify.parse(JSON.parse(JSON.stringify(announcement)))).toEqual(announcement);
});

test.each<[string, unknown]>([
  ['nothing', {}],
  ['an unknown kind', { ...FIRST, kind: 'party' }],
  ['no change at all', { ...CHANGED, changes: [] }],
  ['more than 50 changes', { ...CHANGED, changes: Array(51).fill(CHANGED.changes[0]) }],
  ['an unknown rule', { ...CHANGED, changes: [{ kind: 'new', finding: { ...givenFinding(), ruleId: 'x' } }] }],
])('a message with %s is not read', (_what, message) => {
  expect(Notify.safeParse(message).success).toBe(false);
});
