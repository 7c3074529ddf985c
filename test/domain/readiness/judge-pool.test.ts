import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexCluster } from '../../../shared/domain/cluster/cluster-index.ts';
import type { ClusterFacts } from '../../../shared/domain/cluster/facts.ts';
import { judgeReadiness } from '../../../shared/domain/readiness/judge-pool.ts';
import { inPlaceMove } from '../../../shared/domain/readiness/move-size.ts';
import { verdictOf } from '../../../shared/domain/readiness/verdict.ts';
import { NOW } from '../../support/fleet.ts';
import {
  FORBIDDEN,
  givenBudget,
  givenClusterFacts,
  givenNode,
  givenPod,
  givenPoolToJudge,
  givenWorkload,
  seen,
} from '../../support/kubernetes.ts';

const level = fc.record({ level: fc.constantFrom('blocks' as const, 'warns' as const, 'unknown' as const) });

describe('verdict', () => {
  test.each([
    [[], 'ready'],
    [['warns'], 'ready-with-warnings'],
    [['warns', 'unknown'], 'unknown'],
    [['unknown', 'blocks', 'warns'], 'blocked'],
  ] as const)('%j: %s', (found, expected) => {
    expect(verdictOf(found.map((each) => ({ level: each })))).toBe(expected);
  });

  test('an unknown more never makes a pool ready, and a finding more never makes it better', () => {
    const order = ['ready', 'ready-with-warnings', 'unknown', 'blocked'];
    fc.assert(
      fc.property(fc.array(level), level, (found, more) => {
        expect(['unknown', 'blocked']).toContain(verdictOf([...found, { level: 'unknown' }]));
        expect(order.indexOf(verdictOf([...found, more]))).toBeGreaterThanOrEqual(order.indexOf(verdictOf(found)));
      }),
    );
  });
});

test('a sound pool is ready', () => {
  expect(judgeReadiness(givenPoolToJudge())).toEqual({
    poolId: givenPoolToJudge().pool.id,
    verdict: 'ready',
    findings: [],
    readAt: NOW,
  });
});

const NEEDED = ['nodes', 'pods', 'workloads', 'budgets', 'webhooks'] as const satisfies readonly (keyof ClusterFacts)[];

test.each(NEEDED)('a pool whose %s were hidden is unknown, and the rest is judged all the same', (list) => {
  const { verdict, findings } = judgeReadiness(givenPoolToJudge({ facts: { [list]: FORBIDDEN } }));
  expect(verdict).toBe('unknown');
  expect(new Set(findings.map((finding) => finding.level))).toEqual(new Set(['unknown']));
});

test('hiding any lists of any cluster never makes its pool ready', () => {
  const bad = fc.record({
    budget: fc.boolean(),
    ready: fc.boolean(),
    hidden: fc.subarray([...NEEDED], { minLength: 1 }),
  });
  fc.assert(
    fc.property(bad, ({ budget, ready, hidden }) => {
      const facts = {
        nodes: seen(givenNode('node-1', { ready }), givenNode('node-2'), givenNode('node-3')),
        ...(budget
          ? { budgets: seen(givenBudget({ minAvailable: '3', desiredHealthy: 3, disruptionsAllowed: 0 })) }
          : {}),
        ...Object.fromEntries(hidden.map((list) => [list, FORBIDDEN])),
      };
      expect(['unknown', 'blocked']).toContain(judgeReadiness(givenPoolToJudge({ facts })).verdict);
    }),
    { numRuns: 50 },
  );
});

test('without ARM nothing is called ready', () => {
  expect(judgeReadiness(givenPoolToJudge({ arm: 'not-asked' })).verdict).toBe('unknown');
});

test('what blocks comes first, then what is unknown, in the order of the checks', () => {
  const facts = {
    budgets: seen(givenBudget({ minAvailable: '3', desiredHealthy: 3, disruptionsAllowed: 0 })),
    pods: seen(givenPod('cart-1', { leaning: { emptyDir: true } })),
    webhooks: FORBIDDEN,
  };
  const { verdict, findings } = judgeReadiness(givenPoolToJudge({ facts }));
  expect(verdict).toBe('blocked');
  expect(findings.map(({ check }) => check)).toEqual(['budget-allows-nothing', 'webhook-could-refuse', 'local-data']);
});

test.each([
  [undefined, 10, { surge: 1, unavailable: 0 }],
  [undefined, 11, { surge: 2, unavailable: 0 }],
  [{ maxSurge: '33%' }, 10, { surge: 4, unavailable: 0 }],
  [{ maxSurge: '2' }, 10, { surge: 2, unavailable: 0 }],
  [{ maxSurge: '0', maxUnavailable: '10%' }, 5, { surge: 0, unavailable: 1 }],
  [{ maxUnavailable: '1' }, 5, { surge: 0, unavailable: 1 }],
  [{ maxSurge: '0', maxUnavailable: '0' }, 5, { surge: 1, unavailable: 0 }],
])('upgrade settings %j on %i nodes: %j', (settings, nodes, expected) => {
  expect(inPlaceMove(settings, nodes)).toEqual({ kind: 'in-place', ...expected });
});

/** 2,000 nodes, 60,000 pods, 2,000 Deployments and as many budgets: anything quadratic would take minutes. */
test('a large cluster is judged without loops over everything times everything', () => {
  const nodes = Array.from({ length: 2000 }, (_, at) =>
    givenNode(`node-${at}`, { pool: at % 10 === 0 ? 'apps' : `pool${at % 10}` }),
  );
  const workloads = Array.from({ length: 2000 }, (_, at) => givenWorkload('ReplicaSet', `app-${at}`, { replicas: 30 }));
  const pods = Array.from({ length: 60_000 }, (_, at) =>
    givenPod(`pod-${at}`, {
      node: `node-${at % 2000}`,
      labels: { app: `app-${at % 1999}` },
      owner: { kind: 'ReplicaSet', name: `app-${at % 1999}` },
    }),
  );
  const budgets = Array.from({ length: 2000 }, (_, at) =>
    givenBudget({
      name: `app-${at}`,
      selector: { matchLabels: { app: `app-${at}` }, matchExpressions: [] },
      disruptionsAllowed: 0,
      minAvailable: '100%',
    }),
  );
  const facts = givenClusterFacts({
    nodes: seen(...nodes),
    workloads: seen(...workloads),
    pods: { kind: 'seen', items: pods },
    budgets: seen(...budgets),
  });
  const asked = { ...givenPoolToJudge({ pool: { count: 200 } }), index: indexCluster(facts) };
  const found = judgeReadiness({ ...asked, move: { kind: 'new-pool', nodes: 200 } });
  expect(found.findings.filter(({ check }) => check === 'budget-allows-nothing').length).toBeGreaterThan(100);
});
