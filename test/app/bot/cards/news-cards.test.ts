import { describe, expect, test } from 'vitest';
import { helloCard } from '../../../../shared/app/bot/cards/hello-card.ts';
import type { Announcement } from '../../../../shared/domain/announcement.ts';
import { givenCards, givenNews } from './given-cards.ts';

async function textOf(news: Announcement | undefined): Promise<string> {
  if (!news) throw new Error('there is such news');
  const { render } = await givenCards();
  return (await render(`news/${news.id}`, { news })).text;
}

const said = (name: string, many = 1) => textOf(givenNews(undefined, many)[name]);

const WINDOW = 'Sat 2026-12-19 00:00 to 06:00 in Europe/Amsterdam (Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC)';
const LINKS = `Open the plan: https://steward.example/plans/aaaaaaaaaaaa
Read the runbook: https://steward.example/api/plans/aaaaaaaaaaaa/runbook
Open the cluster: https://steward.example/clusters/subscriptions/s-1/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop-prod`;

describe('news, as text', () => {
  test('planned work is announced with what leans on it and what to test', async () => {
    expect(await said('announce')).toBe(`Planned work
shop-prod: The sale goes on until Monday.

Window: ${WINDOW}
Cluster: shop-prod
Environment: production
Region: westeurope
Owners: team-checkout
Plan: aaaaaaaaaaaa

What is done:
- Pool apps-0: AKSUbuntu-2204gen2containerd-202608.05.0 to AKSUbuntu-2204gen2containerd-202610.08.0

What stands in the way today:
- The sale goes on until Monday.

What leans on these pools:
- Deployment cart-0: The sale goes on until Monday.

What to test and look at:
- Test what leans on these pools on a node with the new image: start it, probe it, and put load on it.
- Look at budgets and grace periods: every pod here is moved once, one node after another.
- Say soon if the window does not suit you; the plan can still move.

Owners, please look: <at>Ada Lovelace</at>

${LINKS}`);
  });

  test('what moved is told with both windows and why', async () => {
    const text = await said('moved');
    expect(text.split('\n').slice(0, 8)).toEqual([
      'Planned work moved',
      'shop-prod: The sale goes on until Monday.',
      '',
      'Why:',
      '- The sale goes on until Monday.',
      '',
      `Window: ${WINDOW}`,
      'Before: Fri 2026-12-18 00:00 to 06:00 in Europe/Amsterdam (Thu 2026-12-17 23:00 to Fri 2026-12-18 05:00 UTC)',
    ]);
  });

  test('what is called off asks nobody to read a runbook', async () => {
    const text = await said('called-off');
    expect({ runbook: text.includes('runbook'), steps: text.includes('What is done') }).toEqual({
      runbook: false,
      steps: false,
    });
  });

  test('of more lines than a card takes the rest is counted', async () => {
    const text = await said('announce', 200);
    expect(text.match(/^- And .*$/gm)).toEqual(Array.from({ length: 3 }, () => '- And 190 more; the plan has them.'));
  });

  test('findings, the worst first, what is gone last, and the rest counted', async () => {
    const text = await said('findings-changed', 12);
    const rows = text.split('\n').filter((line) => line.startsWith('- '));
    expect(rows).toEqual([
      '- New, critical: shop-prod-0/apps',
      '- Worse, critical (was low): shop-prod-0/apps',
      '- New, high: shop-prod-1/apps',
      '- Worse, high (was low): shop-prod-1/apps',
      '- New, medium: shop-prod-0/apps',
      '- Worse, medium (was low): shop-prod-0/apps',
      '- New, low: shop-prod-1/apps',
      '- Worse, low (was low): shop-prod-1/apps',
      '- Gone, critical: shop-prod-0/apps',
      '- Gone, high: shop-prod-1/apps',
    ]);
    expect(text).toContain('Findings: 4 new, 4 worse, 4 gone on 2 clusters');
    expect(text).toContain('10 of 12; the dashboard has them all.');
  });

  test('a finding with what it means and what to do next', async () => {
    expect(await said('findings-changed')).toBe(`Findings changed
Findings: 1 new on shop-prod-0

The sweep did not see everything of this subscription: what is missing here may be there all the same.

- New, critical: shop-prod-0/apps
  The sale goes on until Monday. (image-too-old)
  Next: The sale goes on until Monday. By 2026-11-10.
  Exempted until 2026-12-31, owner team-checkout.

Open the cluster: https://steward.example/clusters/subscriptions/s-1/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop-prod-0`);
  });

  test('a subscription that is seen for the first time', async () => {
    expect(await said('first-seen')).toBe(`A subscription is seen for the first time
shop-prod: 1 cluster, 3 node pools, 6 findings

Critical: 1
High: 1
Medium: 4
Low: 0
Subscription: s-1

From now on only what changes is told.

Open the dashboard: https://steward.example/`);
  });

  test('an exemption that ends, to its owners', async () => {
    expect(await said('exemption')).toBe(`Exemption ending
The exemption of apps ends in 12 days
From then on what it covers counts again. Mend it before, or give a new one with a reason that still holds.

Last day: 2026-12-02
Owner: team-checkout
Rule: image-too-old
Reason: The sale goes on until Monday.
Given by: Ada Lovelace
Scope: /subscriptions/s-1/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop-prod/agentpools/apps
Exemption: e-1

Owners, please look: <at>Ada Lovelace</at>

Open the dashboard: https://steward.example/`);
  });

  test('a migration that ended', async () => {
    expect(await said('migration-ended')).toBe(`Migration ended
shop-prod: The sale goes on until Monday.

- The sale goes on until Monday.

Cluster: shop-prod
What: pool apps
Environment: production
Status: completed
Started: Fri 2026-11-20 09:00 in Europe/Amsterdam (Fri 2026-11-20 08:00 UTC)
Ended: Fri 2026-11-20 10:00 in Europe/Amsterdam (Fri 2026-11-20 09:00 UTC)
Plan: aaaaaaaaaaaa

Open the migration: https://steward.example/migrations/m-0123456789ab`);
  });

  test('retirements, with the dates that moved', async () => {
    expect(await said('digest')).toBe(`A retirement date moved
The sale goes on until Monday.

The sweep behind it did not see everything: what is missing here may be there all the same.

Dates that moved:
- The sale goes on until Monday.: support ends 2027-03-01; no date was known

- The sale goes on until Monday.
  Now: support has ended, end of support 2027-03-01, removal of images 2027-06-01
  1 node pool: shop-prod (1)

Open the dashboard: https://steward.example/`);
  });

  test('sign-offs that are void, with what changed, to whom it concerns', async () => {
    expect(await said('sign-off-void')).toBe(`Sign-off void
shop-prod: The sale goes on until Monday.

What changed:
- The sale goes on until Monday.

Awaited:
- 1 more of application for team-checkout

Plan: aaaaaaaaaaaa
Clusters: shop-prod
First window: 2026-12-18 23:00 UTC

This concerns: <at>Ada Lovelace</at>

Open the plan: https://steward.example/plans/aaaaaaaaaaaa`);
  });

  test('a freeze and its end', async () => {
    expect([await said('frozen'), await said('lifted')]).toEqual([
      `The fleet is frozen
Ada Lovelace froze the fleet
Nothing begins and nothing goes forward anywhere until it is lifted. Ways back are not held by it.

Reason: The sale goes on until Monday.
Since: 2026-11-20 08:00 UTC

Open the dashboard: https://steward.example/`,
      `The freeze is lifted
Ada Lovelace lifted the freeze of the fleet
What is due begins and goes on again, each in its own window.

Lifted: 2026-11-20 08:00 UTC

Open the dashboard: https://steward.example/`,
    ]);
  });

  test('of more people than can be mentioned the rest is counted', async () => {
    const news = givenNews(undefined, 22)['sign-off-reminder'];
    const { render } = await givenCards();
    const { mentions, text } = await render('news/news-1', { ...(news && { news }) });
    const called = /^This concerns: .*$/m.exec(text)?.[0];
    expect({ ids: mentions?.map(({ directoryId }) => directoryId), ends: called?.split(', ').at(-1) }).toEqual({
      ids: Array.from({ length: 20 }, (_, at) => `person-${at}`),
      ends: '<at>Ada Lovelace 20</at> and 2 more',
    });
  });
});

test('where we are added we say how we are made to listen', () => {
  const lines = (kind: 'channel' | 'personal') =>
    helloCard({ kind }, {})
      .text.split('\n')
      .filter((line) => line.includes('listen') || line.startsWith('Mention'));
  expect([lines('channel'), lines('personal')]).toEqual([
    [
      'listen everything: All that is announced, about every cluster.',
      'listen team=shop: What is about clusters that carry the tag team with the value shop.',
      'listen nothing: Silence again.',
      'Mention me in front of what you say, so that I notice it.',
    ],
    [
      'listen everything: All that is announced, about every cluster.',
      'listen team=shop: What is about clusters that carry the tag team with the value shop.',
      'listen nothing: Silence again.',
    ],
  ]);
});
