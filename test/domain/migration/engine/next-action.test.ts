import { describe, expect, test } from 'vitest';
import type { Surroundings } from '../../../../shared/domain/migration/action.ts';
import type { Admission } from '../../../../shared/domain/migration/admission.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { nextAction } from '../../../../shared/domain/migration/next-action.ts';
import type { Decision, Need, PassFacts, StepRule } from '../../../../shared/domain/migration/step-rule.ts';
import {
  AT,
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPassFacts,
  givenPoolState,
  HOUR,
  MINUTE,
  POOL_ID,
} from '../../../support/migration.ts';

const OPEN: Admission = {
  plan: { kind: 'as-signed' },
  signOffs: { kind: 'complete', by: [] },
  window: { kind: 'open', closes: AT + HOUR },
  gates: { kind: 'clear' },
  caps: { kind: 'room' },
  writes: { kind: 'room' },
};
const SOUND: Surroundings = { admission: OPEN, dryRun: false, evidence: 'whole' };
const CORDON: Decision = { kind: 'write', write: { kind: 'cordon', nodes: ['n1'] }, because: 'It is open.' };
const UPDATE: Decision = {
  kind: 'write',
  write: { kind: 'update-pool', poolId: POOL_ID, properties: {}, etag: '1' },
  because: 'It scales.',
};
const DONE: Decision = { kind: 'done', because: 'It is closed.' };
const drain = (node: string): Decision => ({
  kind: 'write',
  write: { kind: 'drain', node, graceSeconds: 300, attentionSeconds: 45 },
  because: 'It is next.',
});

function act(
  facts: Partial<PassFacts>,
  decision: Decision = CORDON,
  surroundings: Surroundings = SOUND,
  needs: readonly Need[] = [],
) {
  const rule = (): StepRule => ({ name: 'check', needs: () => needs, decide: () => decision });
  return nextAction(givenPassFacts(facts), surroundings, rule);
}

const replacing = (overrides: Partial<Migration> = {}) => givenMigration({ route: 'pool-replacement', ...overrides });

describe('invariant 1: nothing is written to a cluster without a plan, its sign-offs, an open window and DRY_RUN=false', () => {
  const BARS: [string, Surroundings, string][] = [
    ['without an admission', { dryRun: false, evidence: 'whole' }, 'It is not known whether it is admitted.'],
    [
      'with a changed plan',
      admitted({ plan: { kind: 'changed', why: 'A pool was added.' } }),
      'The plan is not as it was signed: A pool was added.',
    ],
    [
      'without a sign-off',
      admitted({ signOffs: { kind: 'awaited', roles: [{ role: 'application', missing: 1, owners: [] }], by: [] } }),
      'Sign-offs are missing: 1 of application.',
    ],
    [
      'with a refusal',
      admitted({
        signOffs: {
          kind: 'refused',
          by: {
            id: 's1',
            planHash: 'a',
            person: { id: 'eve', name: 'Eve' },
            role: 'security',
            kind: 'refuse',
            at: AT,
            expiresAt: AT + HOUR,
            reason: 'Not this week.',
            via: 'cli',
          },
        },
      }),
      'Eve (security) has refused the plan: Not this week.',
    ],
    [
      'outside its window',
      admitted({ window: { kind: 'closed', opens: AT + 90_000, why: 'It opens at 22:00.' } }),
      'It opens at 22:00.',
    ],
    ['with a shut gate', admitted({ gates: { kind: 'shut', why: 'A freeze is on.' } }), 'A freeze is on.'],
    ['without room', admitted({ caps: { kind: 'full', why: 'Four are under way.' } }), 'Four are under way.'],
    [
      'with DRY_RUN=true',
      { ...SOUND, dryRun: true },
      'The app is set to dry run (DRY_RUN=true): nothing is written to any cluster.',
    ],
  ];

  test.each(BARS)('%s', (_, surroundings, because) => {
    for (const decision of [CORDON, UPDATE, drain('n1')]) {
      const look = givenLook({ nodesSeen: [givenNode('n1')] });
      expect(act({ look }, decision, surroundings)).toMatchObject({ because });
      expect(act({ look }, decision, surroundings).kind).not.toBe('write');
    }
    const waiting = act({ migration: givenMigration({ status: 'waiting' }) }, CORDON, surroundings);
    expect(waiting.kind).not.toBe('begin');
    expect(waiting).toMatchObject({ because });
  });

  test('with all of them it begins, and writes', () => {
    expect(act({ migration: givenMigration({ status: 'waiting' }) })).toMatchObject({ kind: 'begin' });
    expect(act({})).toEqual(CORDON);
  });

  test('what writes nothing needs none of them', () => {
    for (const [, surroundings] of BARS) expect(act({}, DONE, surroundings)).toEqual(DONE);
  });

  test('the way back and aside need neither sign-off nor window nor caps, but DRY_RUN=false', () => {
    for (const direction of ['back', 'aside'] as const) {
      const migration = replacing({ direction, step: 'reopen-source' });
      for (const [, surroundings] of BARS) {
        const expected = surroundings.dryRun ? { kind: 'wait' } : CORDON;
        expect(act({ migration }, CORDON, surroundings)).toMatchObject(expected);
      }
    }
  });

  test('a migration that was made as a dry run goes on under DRY_RUN=true', () => {
    expect(act({ migration: givenMigration({ dryRun: true }) }, CORDON, { ...SOUND, dryRun: true })).toEqual(CORDON);
  });

  test('a node whose drain has begun is finished after the window has closed; no other is begun', () => {
    const closed = admitted({ window: { kind: 'closed', why: 'It is closed.' } });
    const migration = replacing({
      step: 'drain-source',
      drain: { node: { name: 'n1', since: AT }, done: [], stuck: [], evicted: 2 },
    });
    const look = givenLook({ nodesSeen: [givenNode('n1'), givenNode('n2')], pods: { kind: 'seen', items: [] } });
    expect(act({ migration, look }, drain('n1'), closed)).toEqual(drain('n1'));
    expect(act({ migration, look }, drain('n2'), closed)).toMatchObject({ kind: 'wait', because: 'It is closed.' });
    expect(act({ migration, look }, drain('n1'), { ...closed, dryRun: true })).toMatchObject({ kind: 'wait' });
  });

  test.each([
    { opens: AT + 90_000, againSeconds: 90 },
    { opens: AT + 2 * HOUR, againSeconds: 3600 },
    { opens: AT - 1, againSeconds: 1 },
    { opens: undefined, againSeconds: 3600 },
  ])('a closed window is looked at again after $againSeconds s', ({ opens, againSeconds }) => {
    const window = { kind: 'closed', why: 'It is closed.', ...(opens !== undefined && { opens }) } as const;
    expect(act({}, CORDON, admitted({ window }))).toEqual({ kind: 'wait', because: 'It is closed.', againSeconds });
  });

  test('the budget of pool writes holds pool writes alone', () => {
    const spent = admitted({ writes: { kind: 'spent', againSeconds: 23 } });
    expect(act({}, UPDATE, spent)).toMatchObject({ kind: 'wait', againSeconds: 23 });
    expect(act({}, CORDON, spent)).toEqual(CORDON);
  });
});

describe('invariant 3: at most the plan’s number of nodes of a pool is out of service at once', () => {
  const caps = { ...givenMigration().caps, maxNodesOut: 2 };
  const nodes = (...ready: boolean[]) =>
    givenLook({ nodesSeen: ready.map((is, n) => givenNode(`n${n}`, { ready: is })) });

  test.each([
    { ready: [true, true, true], writes: true },
    { ready: [true, false, true], writes: true },
    { ready: [true, false, false], writes: false },
    { ready: [false, false, true], writes: true },
  ])('with nodes Ready as $ready the drain of n0 begins: $writes', ({ ready, writes }) => {
    const action = act({ migration: replacing({ caps }), look: nodes(...ready) }, drain('n0'));
    expect(action.kind).toBe(writes ? 'write' : 'wait');
  });

  test('a lost node on which nothing runs serves nobody', () => {
    const look = { ...nodes(true, false, false), pods: { kind: 'seen', items: [] } } as const;
    expect(act({ migration: replacing({ caps }), look }, drain('n0')).kind).toBe('write');
  });

  test('on the way back lost nodes do not keep the pods of the others there', () => {
    const migration = replacing({ caps, direction: 'back', step: 'drain-target' });
    expect(act({ migration, look: nodes(true, false, false) }, drain('n0')).kind).toBe('write');
    const began = { ...migration, drain: { node: { name: 'n1', since: AT }, done: [], stuck: [], evicted: 0 } };
    expect(act({ migration: began, look: nodes(true, false, false) }, drain('n0')).kind).toBe('wait');
  });

  test('emptied nodes and those of other pools do not count', () => {
    const migration = replacing({ caps, drain: { done: ['n1'], stuck: [], evicted: 0 } });
    const look = givenLook({
      nodesSeen: [
        givenNode('n0'),
        givenNode('n1', { ready: false }),
        givenNode('n2', { ready: false }),
        givenNode('other', { ready: false, pool: 'system' }),
      ],
    });
    expect(act({ migration, look }, drain('n0')).kind).toBe('write');
  });

  test('a second node is not begun before the first is empty', () => {
    const migration = replacing({ drain: { node: { name: 'n0', since: AT }, done: [], stuck: [], evicted: 0 } });
    expect(act({ migration, look: nodes(true, true) }, drain('n1'))).toMatchObject({
      because: 'The node n0 is emptied first.',
    });
    const empty = { ...nodes(true, true), pods: { kind: 'seen', items: [] } } as const;
    expect(act({ migration, look: empty }, drain('n1')).kind).toBe('write');
    expect(act({ migration, look: nodes(true) }, drain('n0')).kind).toBe('write');
  });

  test('nodes that are not seen hold a drain', () => {
    expect(act({ look: givenLook() }, drain('n0'))).toMatchObject({ kind: 'wait', unseen: true });
  });
});

describe('invariant 9: unknown is never healthy', () => {
  const notSeen = { kind: 'not-seen', readAt: AT, reason: 'forbidden', detail: 'No role.' } as const;

  test.each([
    { minutes: 0, kind: 'wait' },
    { minutes: 14.99, kind: 'wait' },
    { minutes: 15, kind: 'pause' },
  ])('a cluster that has not been seen for $minutes minutes: $kind', ({ minutes, kind }) => {
    const migration = givenMigration({ unseenSince: AT - minutes * MINUTE });
    expect(act({ migration, azure: notSeen }).kind).toBe(kind);
  });

  test('the 15 minutes count anew when somebody says resume, and not before it begins', () => {
    const unseenSince = AT - HOUR;
    expect(act({ migration: givenMigration({ unseenSince, resumedAt: AT - MINUTE }), azure: notSeen }).kind).toBe(
      'wait',
    );
    expect(act({ migration: givenMigration({ unseenSince, status: 'waiting' }), azure: notSeen }).kind).toBe('wait');
  });

  test('a stopped cluster is not written to', () => {
    expect(act({ azure: givenAzure([givenPoolState()], { power: 'stopped' }) })).toMatchObject({
      kind: 'wait',
      because: 'The cluster is stopped; start it.',
      unseen: true,
    });
  });

  test.each(['nodes', 'pods-of-pools', 'pending-pods', 'workloads', 'budgets', 'autoscalers'] as const)(
    'a list that the step needs and cannot see holds it: %s',
    (need) => {
      expect(act({ look: givenLook() }, CORDON, SOUND, [need])).toMatchObject({ kind: 'wait', unseen: true });
    },
  );

  test('events only explain: without them a step goes on', () => {
    expect(act({ look: givenLook() }, CORDON, SOUND, ['events'])).toEqual(CORDON);
  });

  test('alerts that are unknown hold the way forward, and not the way back', () => {
    const alert = { kind: 'unknown', why: 'No metric came.' } as const;
    expect(act({ alert }, DONE)).toMatchObject({ kind: 'wait', because: 'Its alerts are not known: No metric came.' });
    expect(act({ alert, migration: replacing({ direction: 'back', step: 'reopen-source' }) })).toEqual(CORDON);
  });

  test('it begins only on a cluster that was looked at and is well', () => {
    const migration = replacing({ status: 'waiting' });
    const unseen = { kind: 'unknown', why: "Nobody has looked at the cluster's health yet." } as const;
    expect(act({ migration, alert: unseen })).toEqual({ kind: 'wait', because: unseen.why, againSeconds: 20 });
    expect(act({ migration, alert: { kind: 'breached', why: '9 % errors.' } })).toMatchObject({
      kind: 'wait',
      because: 'An alert is open: 9 % errors.',
    });
    expect(act({ migration, alert: { kind: 'healthy', why: 'Every rule is healthy.' } }).kind).toBe('begin');
    expect(act({ migration, alert: { kind: 'none', why: 'ALERTS=off' } }).kind).toBe('begin');
  });

  test('an alert that is open pauses the way forward at once, and not the way back', () => {
    const alert = { kind: 'breached', why: '9 % errors.' } as const;
    expect(act({ alert }, DONE)).toMatchObject({
      kind: 'pause',
      code: 'ALERT_OPEN',
      because: 'An alert is open: 9 % errors.',
    });
    expect(act({ alert, migration: replacing({ direction: 'back', step: 'reopen-source' }) })).toEqual(CORDON);
  });
});

describe('what somebody took away', () => {
  const gone = { kind: 'gone', readAt: AT } as const;

  test('a cluster that is gone pauses the way forward and ends the others', () => {
    expect(act({ azure: gone })).toMatchObject({ kind: 'pause', code: 'CLUSTER_GONE' });
    const aside = replacing({ direction: 'aside', step: 'reopen-source' });
    expect(act({ azure: gone, migration: aside })).toMatchObject({ kind: 'end', status: 'aborted' });
  });

  test.each([
    { migration: replacing({ step: 'drain-source' }), code: 'POOL_GONE' },
    { migration: replacing({ step: 'hold' }), code: 'POOL_GONE' },
    { migration: replacing({ step: 'delete-source' }), code: undefined },
    { migration: replacing({ step: 'put-back' }), code: undefined },
    { migration: replacing({ step: 'drain-target', direction: 'back' }), code: 'POOL_GONE' },
    { migration: replacing({ step: 'validate-back', direction: 'back' }), code: 'POOL_GONE' },
    { migration: replacing({ step: 'remove-target', direction: 'back' }), code: undefined },
    { migration: givenMigration({ step: 'follow-upgrade' }), code: 'POOL_GONE' },
    { migration: givenMigration({ step: 'close' }), code: undefined },
  ])('without its source, $migration.route in $migration.step: $code', ({ migration, code }) => {
    expect(act({ migration, azure: givenAzure([]) })).toMatchObject(code ? { kind: 'pause', code } : CORDON);
  });

  test('a target that is gone pauses every step after it was ready', () => {
    const targetPool = { poolId: `${POOL_ID}2`, name: 'apps2', differences: [] };
    const at = (step: Migration['step']) => act({ migration: replacing({ step, remembered: { targetPool } }) });
    expect(at('await-target')).toEqual(CORDON);
    expect(at('guard-autoscaler')).toMatchObject({ kind: 'pause', code: 'TARGET_GONE' });
    expect(at('watch')).toMatchObject({ kind: 'pause', code: 'TARGET_GONE' });
  });
});

test('people come first: the oldest command is taken before anything else, also when nothing is seen', () => {
  const command = { id: 'c1', kind: 'pause', by: 'Ada', at: AT, reason: 'Wait.' } as const;
  const migration = givenMigration({ commands: [command, { ...command, id: 'c2' }] });
  expect(act({ migration, azure: { kind: 'gone', readAt: AT } })).toEqual({ kind: 'command', command });
});

test('a paused one rests, an ended one does nothing, and a step that stops pauses', () => {
  expect(act({ migration: givenMigration({ status: 'paused' }) })).toEqual({ kind: 'rest', againSeconds: 60 });
  expect(act({ migration: givenMigration({ status: 'completed' }) })).toEqual({ kind: 'nothing' });
  const stop: Decision = { kind: 'stop', because: 'No quota.', remedy: 'Ask for more.', code: 'NO_ROOM' };
  expect(act({}, stop)).toEqual({ kind: 'pause', because: 'No quota.', remedy: 'Ask for more.', code: 'NO_ROOM' });
});

function admitted(overrides: Partial<Admission>): Surroundings {
  return { ...SOUND, admission: { ...OPEN, ...overrides } };
}
