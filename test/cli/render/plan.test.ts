import { expect, test } from 'vitest';
import { documentText } from '../../../cli/render/document-text.ts';
import { plansDocument } from '../../../cli/render/plan.ts';
import { summaryOf } from '../../../shared/app/plan-summary.ts';
import type { PlansView } from '../../../shared/app/plan-views.ts';
import { narrowed, plansView, planView } from '../../../shared/app/read/plans.ts';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { NOW } from '../../support/fleet.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../../support/plan.ts';

const COVERAGE: PlansView['coverage'] = {
  whole: true,
  sweepId: 's-1',
  startedAt: '2026-11-20T07:00:00.000Z',
  finishedAt: '2026-11-20T07:10:00.000Z',
  subscriptionsExpected: 1,
  subscriptionsSeen: 1,
  clustersSeen: 1,
  poolsSeen: 1,
  notSeen: [],
};

function listOf(plan: MigrationPlan): PlansView {
  const proposal = {
    checkedAt: NOW,
    sinceAt: NOW,
    plannedFrom: NOW,
    sweepId: 's-1',
    whole: true,
    basis: 'x',
    plans: [summaryOf(plan, NOW)],
    changes: [],
  };
  return plansView(proposal, COVERAGE);
}

function shown(plan: MigrationPlan, query: { cluster?: string; wave?: number } = {}, coverage = COVERAGE): string {
  const view = planView({ plan, firstSavedAt: NOW, savedAt: NOW }, true, '2026-11-20');
  const part = query.cluster || query.wave ? { ...narrowed(view, query), narrowedTo: query } : view;
  return documentText(plansDocument({ ...listOf(plan), coverage }, [part]), { width: 160, colour: false });
}

test('a plan in a terminal: size, money with its basis, and one line for each step', () => {
  expect(shown(givenPlan())).toBe(
    `Planned 2026-11-20 08:00 UTC from the sweep of 2026-11-20 07:00 UTC. A plan is a proposal: nothing is written to a cluster.

== Plan aaaaaaaaaaaa: whole fleet
1 pool of 1 cluster in 1 wave, from 2026-12-18 to 2026-12-18. 48 min of work.

Images: AKSUbuntu-2404gen2containerd-202611.12.0.

Extra cost USD 0.15; USD 1.80 a year at 12 rounds.

Wave 1, canary: 2026-12-18 (1 cluster, 48 min, USD 0.15)

CLUSTER / STEP   WAY                     TO                                        WINDOW (UTC)                         WORK    COST      READINESS
payments / apps  image upgrade in place  AKSUbuntu-2404gen2containerd-202611.12.0  2026-12-18 23:00 - 2026-12-19 05:00  48 min  USD 0.15  not inspected

Prices in USD, pay-as-you-go of eastus as of 2026-10. Source: price tables`,
  );
});

test('one cluster shows its reasons, its gate, its windows and whom to tell', () => {
  const text = shown(givenPlan(), { cluster: 'payments' });
  expect(text).toContain('A part of the plan: 1 pool of 1 cluster in 1 wave');
  expect(text).toContain('The image of the same family is newer.');
  expect(text).toContain('Gate: Every node of apps is Ready on the target image for 15 min.');
  expect(text).toContain('00:00 to 06:00 Europe/Amsterdam, the default. The cluster has no maintenance configuration.');
  expect(text).toContain('announce 2026-11-06 to 2026-11-20; findings and runbook 2026-11-20 to 2026-12-04');
});

test('what is not known is said so: money, work, windows', () => {
  const step = givenStep({ windows: [], cost: { kind: 'unknown', why: ['No price.'] } });
  const wave = givenWave({
    from: undefined,
    to: undefined,
    cost: { kind: 'at-least', atLeast: 1_234.4, currency: 'USD', why: ['One has no price.'] },
    minutes: { minutes: 1_500, atLeast: true, basis: 'x' },
    clusters: [givenClusterPlan({ steps: [step] })],
  });
  const text = shown(givenPlan('a', { waves: [wave], images: [] }));
  expect(text).toContain('Wave 1, canary: no window (1 cluster, over 1 day 1 h, over USD 1,234)');
  expect(text).toMatch(/none\s+48 min\s+unknown\s+not inspected/);
  expect(text).toContain('No target image is known.');
});

test('what stands against a plan comes worst first, with what helps', () => {
  const constraint = (effect: 'note' | 'holds' | 'infeasible', what: string) =>
    ({ kind: 'blackout', effect, what, remedy: `Mend ${what}` }) as const;
  const constraints = [constraint('note', 'c.'), constraint('holds', 'b.'), constraint('infeasible', 'a.')];
  const lines = shown(givenPlan('a', { feasible: false, constraints })).split('\n');
  expect(lines).toContain('As it stands this plan cannot be carried out in full.');
  const at = lines.indexOf('What stands against it');
  expect(lines.slice(at + 1, at + 7)).toEqual([
    '  - NOT FEASIBLE: a.',
    '    Helps: Mend a.',
    '  - HOLDS: b.',
    '    Helps: Mend b.',
    '  - NOTE: c.',
    '    Helps: Mend c.',
  ]);
});

test('a large wave is cut and says how to see the rest', () => {
  const clusters = Array.from({ length: 27 }, (_, at) => givenClusterPlan({ name: `c${at}`, clusterId: `/c${at}` }));
  const text = shown(givenPlan('a', { waves: [givenWave({ clusters })] }));
  expect(text).toContain('c24 / apps');
  expect(text).not.toContain('c25 / apps');
  expect(text).toContain('and 2 more clusters; --wave 1 shows them.');
  expect(shown(givenPlan('a', { waves: [givenWave({ clusters })] }), { wave: 1 })).toContain('c26 / apps');
});

test('a partial sweep is said before anything else is claimed', () => {
  const partial = { ...COVERAGE, whole: false, subscriptionsExpected: 2 };
  expect(shown(givenPlan(), {}, partial)).toContain('Clusters that were not seen are in no plan.');
});

test('names that would move the cursor are shown, not obeyed', () => {
  const text = shown(givenPlan('a', { waves: [givenWave({ clusters: [givenClusterPlan({ name: 'a\u001b[2Jb' })] })] }));
  expect(text).toContain('a<U+001B>[2Jb / apps');
});

test('what stops slower than planned is named, and blocks nothing', () => {
  const slow = 'Deployment shop/cart: grace period 400 s > plan 300 s, 3 pods. (team-shop)';
  const readiness = { verdict: 'ready-with-warnings', blockers: [], longStops: [slow] } as const;
  const waves = [givenWave({ clusters: [givenClusterPlan({ name: 'payments', steps: [givenStep({ readiness })] })] })];
  const text = shown(givenPlan('c', { waves }), { cluster: 'payments' });
  expect(text).toContain(`Stops slowly: ${slow}`);
  expect(text).not.toContain('Blocks');
});
