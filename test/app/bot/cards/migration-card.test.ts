import { describe, expect, test } from 'vitest';
import { migrationCard } from '../../../../shared/app/bot/cards/migration-card.ts';
import type { MigrationView } from '../../../../shared/app/migration-views.ts';
import { STORY_ID } from '../../../support/migration-story.ts';
import { partsOf } from './card-schema.ts';
import { givenCards, NONCE, PLAIN_NAMES } from './given-cards.ts';

const TOPIC = `migration/${STORY_ID}`;
const home = { topic: TOPIC, nonce: NONCE };

async function givenView(): Promise<MigrationView> {
  const { fleet } = await givenCards(PLAIN_NAMES, 1);
  const view = await fleet.migration(STORY_ID);
  if (!view) throw new Error('the migration is there');
  return view;
}

function pressable(card: unknown): unknown[] {
  return partsOf(card).flatMap(({ type, title, verb, data, style }) =>
    type === 'Action.Execute' ? [[title, style, verb, data]] : [],
  );
}

const brings = (kind: string) => ({ v: 1, ...home, migrationId: STORY_ID, kind });

describe('the card of a migration', () => {
  test('says where it is, why it waits, what is stuck and until when there is a way back', async () => {
    const { render } = await givenCards(PLAIN_NAMES, 1);

    const { summary, text, card } = await render(TOPIC);

    expect({ summary, text }).toEqual({
      summary: 'shop-prod, pool apps: running, step 8 of 15: drain source',
      text: `Migration: running
shop-prod, pool apps, step 8 of 15: drain source
Empties the source node by node through the Eviction API, the least critical nodes first.

■■■■■■■■□□□□□□□□□□
7 of 15 steps done, 31 pods moved

Why it waits:
Pod shop/cart-6f7d8c9b5-x2x9z may not leave yet: its budget is full.

A pod does not leave:
- shop/cart
  On apps since 2026-11-20 07:56 UTC. PodDisruptionBudget shop/cart allows no disruption: 3 expected, 2 healthy, 2 must stay.
  Its budget: 3 expected, 2 healthy, 2 must stay: 0 may go
  Owner: team-checkout. Node aks-apps-000001 and the 1 node after it wait.
  What would help: One more replica lets one go.

Asked for, and taken at the next pass:
- pause by Ada Lovelace, 2026-11-20 08:00 UTC: The sale goes on until Monday.

Step since: 2026-11-20 07:40 UTC
Way back: Can be rolled back until 2026-11-20 13:00 UTC. The source pool and its nodes are there.
Alerts: unknown: Nobody has looked at the cluster's health yet.
Work: pool replacement
Target: AKSUbuntu-2204gen2containerd-202610.08.0
Environment: production
Started: 2026-11-20 07:00 UTC by Ada Lovelace
Plan: p0123456789a

Pause: No more pod is evicted; pods on their way out finish; the source stays closed.
Roll back: The source is opened, the target closed, and pods move back under their budgets.

To say so without buttons: pause m-0123456789ab because REASON, or: roll back m-0123456789ab because REASON

Open the migration: https://steward.example/migrations/m-0123456789ab`,
    });
    expect(pressable(card)).toEqual([
      ['Pause', undefined, 'command', brings('pause')],
      ['Roll back', 'destructive', 'command', brings('roll-back')],
    ]);
  });

  test('that is paused says what would help, and goes on', async () => {
    const view = await givenView();
    const paused = {
      ...view,
      status: 'paused',
      why: 'Paused by Ada: the sale is on.',
      remedy: 'Resume it on Monday.',
      stuck: [],
      commands: [],
    } as const;

    const { text, card } = migrationCard({ ...paused, stuck: [], commands: [] }, { home });

    expect(text.split('\n').slice(7, 10)).toEqual(['Paused:', 'Paused by Ada: the sale is on.', '']);
    expect(text).toContain('What would help: Resume it on Monday.');
    expect(pressable(card)).toEqual([
      ['Resume', 'positive', 'command', brings('resume')],
      ['Roll back', 'destructive', 'command', brings('roll-back')],
    ]);
  });

  test('shows what takes two people', async () => {
    const view = await givenView();
    const order = {
      kind: 'delete-target',
      what: 'the deletion of pool appsx1y2',
      by: 'Ada',
      at: '2026-11-20T08:00:00.000Z',
      reason: 'It costs money.',
      until: '2026-11-20T09:00:00.000Z',
    } as const;
    const second = { by: 'Ben', at: '2026-11-20T08:10:00.000Z', reason: 'Yes.' };

    const { text } = migrationCard({ ...view, orders: [order, { ...order, second }] }, { home });

    expect(text).toContain(`Ordered, which takes two people:
- the deletion of pool appsx1y2: ordered by Ada (It costs money.); it waits for a second person, until 2026-11-20 09:00 UTC
- the deletion of pool appsx1y2: ordered by Ada (It costs money.); Ben said so too, until 2026-11-20 09:00 UTC`);
  });

  test('that has ended says what was done, and takes no commands', async () => {
    const view = await givenView();
    const summary = {
      nodes: 3,
      podsMoved: 31,
      workMinutes: 47.6,
      writes: 12,
      pauses: 1,
      notes: ['Replicas were put back.'],
    };
    const ended = {
      ...view,
      status: 'completed' as const,
      endedAt: '2026-11-20T12:00:00.000Z',
      why: undefined,
      stuck: [],
      commands: [],
      summary,
    };

    const { text, card } = migrationCard(ended, { home });

    expect({ text, buttons: card?.actions }).toEqual({
      text: `Migration: completed
shop-prod, pool apps
${view.statusMeans}

Way back: Can be rolled back until 2026-11-20 13:00 UTC. The source pool and its nodes are there.
Alerts: unknown: Nobody has looked at the cluster's health yet.
Work: pool replacement
Target: AKSUbuntu-2204gen2containerd-202610.08.0
Environment: production
Started: 2026-11-20 07:00 UTC by Ada Lovelace
Ended: 2026-11-20 12:00 UTC
Plan: p0123456789a

3 nodes, 31 pods moved, 12 writes, 1 pause, 48 min of work

- Replicas were put back.`,
      buttons: undefined,
    });
  });
});
