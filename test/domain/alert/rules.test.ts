import { describe, expect, test } from 'vitest';
import type { RuleReading } from '../../../shared/domain/alert/alert.ts';
import { daemonSetFailures } from '../../../shared/domain/alert/rules/daemonset-failures.ts';
import { errorRate } from '../../../shared/domain/alert/rules/error-rate.ts';
import { RULES } from '../../../shared/domain/alert/rules/index.ts';
import { nodeNotReady } from '../../../shared/domain/alert/rules/node-not-ready.ts';
import { nodeTrouble } from '../../../shared/domain/alert/rules/node-trouble.ts';
import { pastGrace } from '../../../shared/domain/alert/rules/past-grace.ts';
import { pendingPods } from '../../../shared/domain/alert/rules/pending-pods.ts';
import { restartRate } from '../../../shared/domain/alert/rules/restart-rate.ts';
import type { NodeTrouble } from '../../../shared/domain/alert/signals.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/domain/alert/thresholds.ts';
import { CART, givenFacts, MINUTE, NOW, podOf, SECOND, seen, WELL_BEFORE } from './given-alert.ts';

const kindAndValue = ({ kind, value }: RuleReading) => ({ kind, value });

describe('a rule is breached above its threshold, and not at it', () => {
  test.each([
    { notReady: 0, threshold: 1, kind: 'healthy' },
    { notReady: 1, threshold: 1, kind: 'healthy' },
    { notReady: 2, threshold: 1, kind: 'breached' },
    { notReady: 0, threshold: 0, kind: 'healthy' },
    { notReady: 1, threshold: 0, kind: 'breached' },
  ])('$notReady nodes not Ready, $threshold allowed: $kind', ({ notReady, threshold, kind }) => {
    const nodes = ['node-1', 'node-2'].map((name, i) => ({ name, ready: i >= notReady }));
    const thresholds = { ...DEFAULT_THRESHOLDS, nodesNotReady: threshold };
    expect(kindAndValue(nodeNotReady.judge(givenFacts({ nodes: seen(nodes) }, { thresholds })))).toEqual({
      kind,
      value: notReady,
    });
  });

  test.each([
    { restarts: 4, kind: 'healthy' },
    { restarts: 5, kind: 'healthy' },
    { restarts: 6, kind: 'breached' },
  ])('$restarts restarts on a node in an hour, 5 allowed: $kind', ({ restarts, kind }) => {
    const history = [
      { at: NOW - 10 * MINUTE, node: 'node-1', workload: CART, count: restarts - 1 },
      { at: NOW, node: 'node-1', workload: CART, count: 1 },
      { at: NOW, node: 'node-2', workload: CART, count: 3 },
    ];
    expect(kindAndValue(restartRate.judge(givenFacts({}, { restarts: history })))).toEqual({ kind, value: restarts });
  });

  test.each([
    { ago: 60 * MINUTE - SECOND, value: 6 },
    { ago: 60 * MINUTE, value: 0 },
    { ago: 60 * MINUTE + SECOND, value: 0 },
  ])('restarts $ago ms ago count as $value', ({ ago, value }) => {
    const restarts = [{ at: NOW - ago, node: 'node-1', workload: CART, count: 6 }];
    expect(restartRate.judge(givenFacts({}, { restarts })).value).toBe(value);
  });

  test.each([
    { waits: 2 * MINUTE - SECOND, kind: 'healthy', value: 0 },
    { waits: 2 * MINUTE, kind: 'healthy', value: 0 },
    { waits: 2 * MINUTE + SECOND, kind: 'breached', value: 1 },
  ])('a pod pending for $waits ms: $kind', ({ waits, kind, value }) => {
    const pending = seen([{ pod: podOf('cart-9'), uid: 'cart-9', workload: CART, since: NOW - waits }]);
    expect(kindAndValue(pendingPods.judge(givenFacts({ pending })))).toEqual({ kind, value });
  });

  test.each([
    { count: 1, threshold: 2, kind: 'healthy' },
    { count: 2, threshold: 2, kind: 'healthy' },
    { count: 3, threshold: 2, kind: 'breached' },
  ])('$count late pending pods, $threshold allowed: $kind', ({ count, threshold, kind }) => {
    const pods = Array.from({ length: count }, (_, i) => ({
      pod: podOf(`cart-${i}`),
      uid: `cart-${i}`,
      workload: CART,
      since: NOW - 10 * MINUTE,
    }));
    const thresholds = { ...DEFAULT_THRESHOLDS, pendingPods: threshold };
    expect(kindAndValue(pendingPods.judge(givenFacts({ pending: seen(pods) }, { thresholds })))).toEqual({
      kind,
      value: count,
    });
  });

  test.each([
    { failing: [], threshold: 0, kind: 'healthy' },
    { failing: ['node-1'], threshold: 0, kind: 'breached' },
    { failing: [], threshold: 1, kind: 'healthy' },
    { failing: ['node-1'], threshold: 1, kind: 'healthy' },
    { failing: ['node-1', 'node-2'], threshold: 1, kind: 'breached' },
    { failing: ['elsewhere'], threshold: 0, kind: 'healthy' },
  ])('a DaemonSet that fails on $failing, $threshold allowed: $kind', ({ failing, threshold, kind }) => {
    const workload = { kind: 'DaemonSet', namespace: 'logging', name: 'fluent-bit' };
    const daemonSets = seen([{ workload, wanted: 2, ready: 2 - failing.length, failing }]);
    const thresholds = { ...DEFAULT_THRESHOLDS, daemonSetFailures: threshold };
    expect(daemonSetFailures.judge(givenFacts({ daemonSets }, { thresholds })).kind).toBe(kind);
  });

  test.each([
    { rate: 0.0218, kind: 'healthy', value: 9 },
    { rate: 0.022, kind: 'healthy', value: 10 },
    { rate: 0.0222, kind: 'breached', value: 11 },
    { rate: 0.01, kind: 'healthy', value: 0 },
  ])('$rate of requests fail where 0.02 is usual: $kind at $value %', ({ rate, kind, value }) => {
    const baseline = {
      kind: 'known',
      rate: 0.02,
      window: '22:00 to 23:00 of 7 days',
      samples: 7,
      spread: 0.001,
    } as const;
    const reading = errorRate.judge(givenFacts({ errorRate: seen({ now: rate, requests: 5_000, baseline }) }));
    expect(kindAndValue(reading)).toEqual({ kind, value });
  });

  test.each([
    { late: -SECOND, kind: 'healthy' },
    { late: 0, kind: 'healthy' },
    { late: SECOND, kind: 'breached' },
  ])('a pod terminating $late ms beyond its grace: $kind', ({ late, kind }) => {
    const pastGraceSignal = seen([{ pod: podOf('cart-1'), uid: 'u', node: 'node-1', graceEnded: NOW - late }]);
    expect(pastGrace.judge(givenFacts({ pastGrace: pastGraceSignal })).kind).toBe(kind);
  });

  test.each([
    { ago: 60 * MINUTE - SECOND, kind: 'breached', immediate: true },
    { ago: 60 * MINUTE, kind: 'breached', immediate: true },
    { ago: 60 * MINUTE + SECOND, kind: 'healthy', immediate: false },
  ])('a kernel panic $ago ms ago: $kind, at once $immediate', ({ ago, kind, immediate }) => {
    const nodeTroubles = seen([
      { node: 'node-1', kind: 'kernel-panic' as const, at: NOW - ago, detail: 'BUG: soft lockup' },
    ]);
    const before = { ...WELL_BEFORE, at: NOW - 120 * MINUTE };
    const reading = nodeTrouble.judge(givenFacts({ nodeTroubles }, { before }));
    expect({ kind: reading.kind, immediate: reading.immediate }).toEqual({ kind, immediate });
  });
});

describe('rules without a threshold of their own', () => {
  test.each([
    { count: 0, kind: 'healthy' },
    { count: 1, kind: 'breached' },
    { count: 2, kind: 'breached' },
  ])('$count pods beyond their grace, and as many grave events: $kind', ({ count, kind }) => {
    const nodes = ['node-1', 'node-2'].slice(0, count);
    const late = nodes.map((node) => ({ pod: podOf(node), uid: node, node, graceEnded: NOW - SECOND }));
    const troubles = nodes.map((node) => ({ node, kind: 'oom-kill' as const, at: NOW, detail: 'java' }));
    expect(kindAndValue(pastGrace.judge(givenFacts({ pastGrace: seen(late) })))).toEqual({ kind, value: count });
    expect(kindAndValue(nodeTrouble.judge(givenFacts({ nodeTroubles: seen(troubles) })))).toEqual({
      kind,
      value: count,
    });
  });

  test('a condition of a node counts for as long as it holds, however long ago it began', () => {
    const before = { ...WELL_BEFORE, at: NOW - 600 * MINUTE };
    const trouble = { node: 'node-1', kind: 'filesystem-read-only', at: NOW - 300 * MINUTE, detail: 'ro' } as const;
    const judge = (one: NodeTrouble) => nodeTrouble.judge(givenFacts({ nodeTroubles: seen([one]) }, { before })).kind;
    expect(judge({ ...trouble, lasts: true })).toBe('breached');
    expect(judge(trouble)).toBe('healthy');
  });
});

describe('only what the migration can have caused counts', () => {
  test('a node that was not Ready before is background', () => {
    const nodes = seen([{ name: 'node-1', ready: false }]);
    const reading = nodeNotReady.judge(givenFacts({ nodes }, { before: { ...WELL_BEFORE, notReady: ['node-1'] } }));
    expect(reading).toMatchObject({
      kind: 'healthy',
      value: 0,
      background: ['Node node-1 is not Ready: it was not before the migration either'],
    });
  });

  test('a pod that was pending before is background, and so is one of a workload that never was on these pools', () => {
    const since = NOW - 10 * MINUTE;
    const other = { kind: 'Deployment', namespace: 'other', name: 'report' };
    const pending = seen([
      { pod: podOf('cart-9'), uid: 'a', workload: CART, since },
      { pod: { kind: 'Pod', namespace: 'other', name: 'report-1' }, uid: 'b', workload: other, since },
    ]);
    const reading = pendingPods.judge(
      givenFacts({ pending }, { before: { ...WELL_BEFORE, pending: ['Pod|shop|cart-9'] } }),
    );
    expect(reading).toMatchObject({
      kind: 'healthy',
      value: 0,
      background: [
        'Pod shop/cart-9 is pending: it was pending before the migration',
        'Pod other/report-1 is pending: its workload has nothing on these pools',
      ],
    });
  });

  test('a kernel panic from before the migration is background', () => {
    const nodeTroubles = seen([{ node: 'node-1', kind: 'oom-kill' as const, at: NOW - 30 * MINUTE, detail: 'java' }]);
    expect(
      nodeTrouble.judge(givenFacts({ nodeTroubles }, { before: { ...WELL_BEFORE, at: NOW - 30 * MINUTE } })).kind,
    ).toBe('healthy');
    expect(
      nodeTrouble.judge(givenFacts({ nodeTroubles }, { before: { ...WELL_BEFORE, at: NOW - 30 * MINUTE - 1 } })).kind,
    ).toBe('breached');
  });

  test('a false alarm is not counted until it runs out', () => {
    const nodes = seen([{ name: 'node-1', ready: false }]);
    const suppression = (until: number) => ({
      rule: 'node-not-ready' as const,
      object: 'Node||node-1',
      until,
      by: 'Ada',
      reason: 'a flaky probe',
    });
    const judge = (until: number) =>
      nodeNotReady.judge(givenFacts({ nodes }, { suppressions: [suppression(until)] })).kind;
    expect(judge(NOW + 1)).toBe('healthy');
    expect(judge(NOW)).toBe('breached');
  });
});

describe('what cannot be seen is unknown, and neither healthy nor 0', () => {
  const unknown = { kind: 'unknown', why: 'the API server did not answer', source: 'kubernetes' } as const;
  test.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
    const blind = givenFacts({
      nodes: unknown,
      restarts: unknown,
      pending: unknown,
      daemonSets: unknown,
      pastGrace: unknown,
      nodeTroubles: unknown,
      errorRate: unknown,
    });
    expect(rule.judge(blind)).toMatchObject({
      kind: 'unknown',
      why: 'It cannot be seen: the API server did not answer',
    });
    expect(rule.judge(blind)).not.toHaveProperty('value');
  });

  test('an error rate without a source is not watched, without a baseline or without requests unknown', () => {
    const known = { kind: 'known', rate: 0, window: 'yesterday', samples: 9, spread: 0 } as const;
    const few = { kind: 'unknown', why: '2 samples, 5 are needed', samples: 2 } as const;
    const judge = (requests: number, baseline: typeof known | typeof few, now = 0) =>
      errorRate.judge(givenFacts({ errorRate: seen({ now, requests, baseline }) })).kind;
    expect(errorRate.judge(givenFacts()).kind).toBe('not-watched');
    expect(judge(100, few)).toBe('unknown');
    expect(judge(0, known)).toBe('unknown');
    expect(judge(100, known)).toBe('healthy');
    expect(judge(100, known, 0.001)).toBe('breached');
  });
});
