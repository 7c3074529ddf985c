import { describe, expect, test } from 'vitest';
import { knownOwners } from '../../shared/app/alerts/owners.ts';
import { testOnCall } from '../../shared/app/alerts/test-on-call.ts';
import type { Page, PageAnswer } from '../../shared/ports/on-call.ts';
import { AT } from '../support/migration.ts';
import { givenStoryMigration } from '../support/migration-story.ts';

describe('a test of on-call', () => {
  function given(answers: Readonly<Record<string, (page: Page) => PageAnswer>>) {
    const pages: (Page & { readonly channel: string })[] = [];
    const onCall = Object.entries(answers).map(([name, answer]) => ({
      name,
      async tell(page: Page) {
        pages.push({ ...page, channel: name });
        return answer(page);
      },
    }));
    return {
      pages,
      run: () => testOnCall({ onCall, clock: { now: () => AT }, ids: { next: () => 'test-1', of: () => '' } }),
    };
  }
  const told = () => ({ kind: 'told' as const });

  test('goes to every channel, also behind one that takes it; what was opened is closed under the same key', async () => {
    const { run, pages } = given({
      pagerduty: told,
      webhook: () => ({ kind: 'unreachable', why: 'it answered 503' }),
      opsgenie: () => ({ kind: 'refused', why: 'it answered 401' }),
    });
    expect(await run()).toEqual({
      at: '2026-11-20T08:00:00.000Z',
      id: 'test-1',
      channels: [
        { name: 'pagerduty', kind: 'told' },
        { name: 'webhook', kind: 'unreachable', why: 'it answered 503' },
        { name: 'opsgenie', kind: 'refused', why: 'it answered 401' },
      ],
    });
    expect(pages.map(({ channel, kind, key }) => [channel, kind, key])).toEqual([
      ['pagerduty', 'trigger', 'test-1'],
      ['webhook', 'trigger', 'test-1'],
      ['opsgenie', 'trigger', 'test-1'],
      ['pagerduty', 'resolve', 'test-1'],
    ]);
    expect(pages.every(({ summary, severity }) => summary.startsWith('TEST') && severity === 'info')).toBe(true);
  });

  test('one that opens an incident and does not close it has not taken it', async () => {
    const { run } = given({
      pagerduty: ({ kind }) => (kind === 'resolve' ? { kind: 'unreachable', why: 'it answered 503' } : told()),
    });
    expect((await run()).channels).toEqual([
      { name: 'pagerduty', kind: 'unreachable', why: 'it was opened there and not closed: it answered 503' },
    ]);
  });

  test('without a channel nothing is claimed', async () => {
    expect((await given({}).run()).channels).toEqual([]);
  });
});

describe('who owns what', () => {
  const looked = (found: unknown) => ({ inspections: { byCluster: async () => found } }) as never;
  const ofName = (name: string, owner?: string) => ({
    object: { kind: 'Deployment', namespace: 'shop', name },
    ...(owner !== undefined && { owner }),
  });

  test('is known from the drain under way, and from findings and dependencies of the newest inspection', async () => {
    const pool = {
      readiness: { findings: [ofName('search', 'team-search'), ofName('blog')] },
      dependencies: { dependencies: [ofName('agent', 'team-platform')] },
    };
    expect([...(await knownOwners(looked({ pools: [pool] }), givenStoryMigration()))]).toEqual([
      ['Deployment|shop|search', 'team-search'],
      ['Deployment|shop|agent', 'team-platform'],
      ['Deployment|shop|cart', 'team-checkout'],
    ]);
  });

  test('without an inspection and without a stuck pod nobody is named', async () => {
    const drain = { done: [], stuck: [], evicted: 0 };
    expect((await knownOwners(looked(undefined), givenStoryMigration({ drain }))).size).toBe(0);
  });
});
