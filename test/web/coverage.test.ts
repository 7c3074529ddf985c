import { expect, test } from 'vitest';
import type { CoverageView } from '../../shared/app/views.ts';
import { coverageBanner } from '../../web/parts/coverage.ts';
import { NOW } from '../support/fleet.ts';

const WHOLE: CoverageView = {
  whole: true,
  sweepId: 's-1',
  startedAt: '2026-11-20T07:00:00Z',
  finishedAt: '2026-11-20T07:30:00Z',
  subscriptionsExpected: 1_200,
  subscriptionsSeen: 1_200,
  clustersSeen: 3,
  poolsSeen: 1,
  notSeen: [],
};
const gap = (number: number, reason: CoverageView['notSeen'][number]['reason']) => ({
  subscriptionId: `s${number}`,
  subscriptionName: `sub ${number}`,
  reason,
  detail: 'A detail.',
  since: '2026-11-20T07:00:00Z',
});

/** The banner as its kind and its text. */
async function shown(coverage: CoverageView): Promise<{ kind: string | undefined; text: string }> {
  const markup = String(await coverageBanner(coverage, NOW));
  return {
    kind: /class="coverage (\w+)"/.exec(markup)?.[1],
    text: markup
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  };
}

test('a whole sweep says so', async () => {
  expect(await shown(WHOLE)).toEqual({
    kind: 'whole',
    text: 'Whole sweep: 1,200 of 1,200 subscriptions seen The latest sweep finished 30 min ago ( 20 Nov 2026, 07:30 UTC ). It saw 3 clusters with 1 pool.',
  });
});

test('a sweep that still runs does not look whole', async () => {
  const notSeen = [gap(1, 'pending'), gap(2, 'pending')];
  const { kind, text } = await shown({
    ...WHOLE,
    whole: false,
    finishedAt: undefined,
    subscriptionsSeen: 1_198,
    notSeen,
  });
  expect(kind).toBe('running');
  expect(text).toContain('Sweep under way: 1,198 of 1,200 subscriptions seen so far');
  expect(text).toContain('The latest sweep started 60 min ago');
});

test('one gap makes it partial, also while it runs', async () => {
  const notSeen = [gap(1, 'pending'), { ...gap(2, 'throttled'), clusterId: '/subscriptions/s2/x/aks-1' }];
  const { kind, text } = await shown({ ...WHOLE, whole: false, finishedAt: undefined, notSeen });
  expect(kind).toBe('partial');
  expect(text).toContain(
    'Throttled by Azure : cluster aks-1 in sub 2 . A detail. Not seen since 20 Nov 2026, 07:00 UTC; never seen before.',
  );
});

test('of very many gaps the page lists fifty, and says how many more there are', async () => {
  const notSeen = Array.from({ length: 1_051 }, (_, number) => gap(number, 'forbidden'));
  const { text } = await shown({ ...WHOLE, whole: false, notSeen });
  expect(text.match(/No permission/g)).toHaveLength(50);
  expect(text).toContain('and 1,001 more; /api/sweeps/latest lists them all');
});
