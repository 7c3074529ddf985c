import { describe, expect, test } from 'vitest';
import type { RecommendationView } from '../../../../shared/app/alerts/alert-views.ts';
import { recommendationCard } from '../../../../shared/app/bot/cards/recommendation-card.ts';
import { factsOfAlert, type RecommendationFacts } from '../../../../shared/app/bot/cards/recommendation-facts.ts';
import { STORY_ID } from '../../../support/migration-story.ts';
import { partsOf } from './card-schema.ts';
import { CHANNEL, givenCards, givenNews, NONCE } from './given-cards.ts';

async function givenFacts(): Promise<RecommendationFacts> {
  const { fleet } = await givenCards();
  const view = await fleet.alert(STORY_ID);
  const facts = view && factsOfAlert(view);
  if (!facts) throw new Error('something is recommended');
  return facts;
}

const topicOf = (id: string) => `recommendation/${STORY_ID}/${id}`;

describe('a recommendation', () => {
  test('says what is broken, what was done before, who is affected and what each answer leads to', async () => {
    const { render } = await givenCards();
    const { recommendation } = await givenFacts();

    const { summary, text, mentions } = await render(topicOf(recommendation.id));

    expect({ summary, mentions, text }).toEqual({
      summary: 'Roll back? shop-prod: 3 pods have waited for a node longer than 2 minutes.',
      mentions: [{ directoryId: 'ben-id', name: 'Ada Lovelace' }],
      text: `Recommended: roll back
shop-prod: 3 pods have waited for a node longer than 2 minutes.
Open since 2026-11-20 07:56 UTC. The way back is there until 2026-11-20 13:00 UTC.

Pods without a node:
3 pods have waited for a node longer than 2 minutes. Since 2026-11-20 07:50 UTC.

▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁··▁▁▁▁▁▁▁▃▃▃███
Now 3 pods; more than 0 is too much, 0 to 3 in the last 60 min; nobody saw 7 of them (·)

Not counted: Pod shop/cart-old is pending (Unschedulable: 0/6 nodes are available: 3 Insufficient cpu.): it was pending before the migration

Restarts of pods:
10 restarts in an hour on apps; 5 are the most. Since 2026-11-20 07:52 UTC.

▁▁▁▁▁▁▁▁▁▂▂▂▂▂▂··▂▂▂▂▂▂▂▄▅▇███
Now 10 restarts per node and hour; more than 5 is too much, 0 to 10 in the last 60 min; nobody saw 7 of them (·)

What was done just before:
- 2026-11-20 07:05 UTC: Pause: "the sale is on".
- 2026-11-20 07:04 UTC: Draining begins with aks-apps-000000.
- 2026-11-20 07:03 UTC: The target pool appsx1y2 is there.

Affected:
- Deployment shop/cart, owner team-checkout

If you roll back now:
The source pool and its nodes are there. Pods move once more, under their budgets, one node at a time.

If you go on:
Going on moves the remaining workloads into the same trouble, if the new image is its cause.

What you can answer:
- Roll back (proposed): Move the workloads back under their budgets and put everything back as it was found.
- Hold and fix: Stay paused and mend the cause; it is asked again in 30 minutes, or as planning.json says.
- Go on: Go on all the same, with a reason; the rules on the table do not pause it again.
- False alarm: Go on, and do not count this rule on these objects for 24 hours.

On-call is told: an alert is open on a running migration. The application’s team is asked to approve: mending it needs a change of the application.

Your workloads are affected: <at>Ada Lovelace</at>

To answer without buttons, say: answer m-0123456789ab roll-back because REASON

Open the migration: https://steward.example/migrations/m-0123456789ab`,
    });
  });

  test('has a button for each choice, the proposed one in front of the others by its look', async () => {
    const facts = await givenFacts();
    const { id, version } = facts.recommendation;
    const home = { topic: topicOf(id), nonce: NONCE };

    const { card } = recommendationCard(facts, [], { home });

    const brings = (choice: string) => ({
      v: 1,
      ...home,
      migrationId: STORY_ID,
      recommendationId: id,
      version,
      choice,
    });
    expect(card?.actions?.map(({ title, verb, style, data }) => [title, verb, style, data])).toEqual([
      ['Roll back', 'answer', 'positive', brings('roll-back')],
      ['Hold and fix', 'answer', undefined, brings('hold-and-fix')],
      ['Go on', 'answer', undefined, brings('continue')],
      ['False alarm', 'answer', undefined, brings('false-alarm')],
    ]);
    expect(
      partsOf(card)
        .filter(({ id: name }) => name === 'reason')
        .map(({ isRequired }) => isRequired),
    ).toEqual([true]);
  });

  const answer = {
    choice: 'hold-and-fix',
    by: 'Ben',
    at: '2026-11-20T08:00:00.000Z',
    reason: 'A node is on its way.',
  } as const;
  const cases: { what: string; is: Partial<RecommendationView>; shows: unknown }[] = [
    {
      what: 'held: who chose what, and when it is asked again, with its buttons',
      is: { state: 'held', askAgainAt: '2026-11-20T08:30:00.000Z', answer },
      shows: {
        mark: 'Recommended: roll back',
        under:
          'Open since 2026-11-20 07:56 UTC. It is asked again 2026-11-20 08:30 UTC. The way back is there until 2026-11-20 13:00 UTC.',
        answer: 'Ben chose hold and fix, 2026-11-20 08:00 UTC',
        why: 'Why: A node is on its way.',
        buttons: 4,
      },
    },
    {
      what: 'answered: who chose what, when and why, and no buttons',
      is: { state: 'answered', answer: { ...answer, choice: 'continue' } },
      shows: {
        mark: 'Recommendation: answered',
        under: 'Open since 2026-11-20 07:56 UTC.',
        answer: 'Ben chose go on, 2026-11-20 08:00 UTC',
        why: 'Why: A node is on its way.',
        buttons: 0,
      },
    },
    {
      what: 'closed: why, and no buttons',
      is: { state: 'closed', closedBecause: 'Every rule is healthy again.' },
      shows: {
        mark: 'Recommendation: closed',
        under: 'Open since 2026-11-20 07:56 UTC.',
        answer: 'Closed: Every rule is healthy again.',
        why: 'Pods without a node:',
        buttons: 0,
      },
    },
  ];
  test.each(cases)('$what', async ({ is, shows }) => {
    const facts = await givenFacts();
    const { text, card } = recommendationCard({ ...facts, recommendation: { ...facts.recommendation, ...is } }, [], {
      home: { topic: 't', nonce: NONCE },
    });
    const [mark, , under, , first, , second] = text.split('\n');
    const [answerLine, why] = first?.startsWith('Closed') ? [first, second] : [first, second];
    expect({ mark, under, answer: answerLine, why, buttons: card?.actions?.length ?? 0 }).toEqual(shows);
  });

  test('of another that has taken its place is over, and nobody can answer it', async () => {
    const { render } = await givenCards();
    const { text, card } = await render(topicOf('another'));
    expect({ text, actions: card?.actions?.map(({ type }) => type) }).toEqual({
      text: `Recommendation: closed
shop-prod: this question is over
Another one has taken its place.

Open the migration: https://steward.example/migrations/m-0123456789ab`,
      actions: ['Action.OpenUrl'],
    });
  });

  test('of which nothing is known any more is shown as it was told', async () => {
    const { render } = await givenCards();
    const told = givenNews()['alert'];
    if (told?.kind !== 'alert') throw new Error('it is told');
    const gone = { ...told, explanation: { ...told.explanation, migrationId: 'm-gone' } };
    const topic = `recommendation/m-gone/${gone.explanation.recommendation.id}`;

    const { text } = await render(topic, { news: gone, where: CHANNEL });

    expect(text.split('\n').slice(0, 8)).toEqual([
      'Recommended: roll back',
      'shop-prod: 3 pods have waited for a node longer than 2 minutes.',
      'Open since 2026-11-20 07:56 UTC. The way back is there until 2026-11-20 13:00 UTC.',
      '',
      'Pods without a node:',
      '3 pods have waited for a node longer than 2 minutes. Since 2026-11-20 07:50 UTC.',
      '',
      '▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁··▁▁▁▁▁▁▁▃▃▃███',
    ]);
  });

  test('of which nothing is known at all is not spoken of', async () => {
    const { render } = await givenCards();
    await expect(render('recommendation/m-gone/r')).rejects.toThrow('nothing is said about recommendation/m-gone/r');
  });
});
