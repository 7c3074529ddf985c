import { describe, expect, test } from 'vitest';
import type { EvidenceEntry, EvidenceKind } from '../../../shared/domain/evidence/entry.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { otherRunOf, pastRunOf } from '../../../shared/domain/migration/past-run.ts';
import { summarize } from '../../../shared/domain/migration/summary.ts';
import { AT, givenMigration, MINUTE, OLD_IMAGE, POOL_ID } from '../../support/migration.ts';

/** Minute of the chain, kind, what, and the rest. */
type Said = readonly [number, EvidenceKind, string, Partial<EvidenceEntry>?];

function chain(...said: readonly Said[]): EvidenceEntry[] {
  return said.map(([minute, kind, what, more], index) => ({
    migrationId: 'm-0123456789ab',
    seq: index + 1,
    at: AT + minute * MINUTE,
    who: 'image-steward',
    kind,
    what,
    previous: '',
    hash: '',
    ...more,
  }));
}

const step = (name: string) => ({ after: { step: name, direction: 'forward' } });
const accepted = { after: { kind: 'accepted' } };

const STORY = chain(
  [0, 'created', 'Made.'],
  [1, 'waiting', 'Its window opens at ten.'],
  [60, 'step', 'It begins.', step('check')],
  [61, 'step', 'Next: drain.', step('drain-source')],
  [62, 'outcome', 'Accepted: cordon.', accepted],
  [63, 'waiting', 'Pod shop/cart-1 does not leave: its budget is full.'],
  [75, 'outcome', 'Followed: drain.', { after: { kind: 'drained' } }],
  [76, 'paused', 'Pods find no room.'],
  [96, 'resumed', 'Room was made.', { who: 'Ada' }],
  [97, 'paused', 'Lunch.', { who: 'Grace' }],
  [99, 'resumed', 'Back.', { who: 'Grace' }],
  [100, 'outcome', 'Refused: cordon.', { after: { kind: 'refused' } }],
  [102, 'step', 'Next: hold.', step('hold')],
  [342, 'step', 'Next: delete-source.', step('delete-source')],
  [343, 'outcome', 'Accepted: delete pool.', accepted],
  [344, 'step', 'Next: watch.', step('watch')],
  [345, 'waiting', 'It is watched.'],
  [1785, 'step', 'Next: close.', step('close')],
  [1786, 'ended', 'Everything is done.'],
);

const moved = (overrides: Partial<Migration> = {}) =>
  givenMigration({
    route: 'pool-replacement',
    status: 'completed',
    endedAt: AT + 1786 * MINUTE,
    drain: { done: ['n0', 'n1', 'n0'], stuck: [], evicted: 41 },
    ...overrides,
  });

describe('the summary of a migration', () => {
  test('counts the work from the first write to the last, without hold, watch and pauses', () => {
    expect(summarize(moved(), STORY)).toEqual({
      nodes: 2,
      podsMoved: 41,
      // 62 to 343, less 240 of hold and 20 + 2 of pauses.
      workMinutes: 19,
      writes: 3,
      pauses: 2,
      notes: [
        'The longest step was drain-source: 41 minutes.',
        'It waited 12 minutes in drain-source: Pod shop/cart-1 does not leave: its budget is full.',
        'It paused itself for 20 minutes: Pods find no room.',
        'Grace paused it for 2 minutes: Lunch.',
      ],
      lessons: [
        'It paused itself for 20 minutes: Pods find no room.',
        'It waited 12 minutes in drain-source: Pod shop/cart-1 does not leave: its budget is full.',
      ],
    });
  });

  test('of one that changed nothing says nothing that was not so', () => {
    const entries = chain([0, 'created', 'Made.'], [1, 'ended', 'Nothing was changed.']);
    expect(summarize(givenMigration({ status: 'aborted' }), entries)).toEqual({
      nodes: 0,
      podsMoved: 0,
      workMinutes: 0,
      writes: 0,
      pauses: 0,
      notes: [],
    });
  });

  test('a dry run says what it would have sent, and counts none of it', () => {
    const dry = moved({ dryRun: true, imagined: [{ kind: 'cordon', nodes: ['n0'] }] });
    const entries = chain(
      [0, 'step', 'It begins.', step('check')],
      [1, 'outcome', 'Dry run.', { after: { wouldCall: [] } }],
    );
    expect(summarize(dry, entries)).toMatchObject({
      writes: 0,
      notes: ['A dry run: nothing was sent, and 1 write would have been.', 'The longest step was check: 1 minute.'],
    });
  });

  test('in place, the nodes that show the target were replaced', () => {
    const node = { side: 'source', ready: true, cordoned: false } as const;
    const sight = {
      at: AT,
      viability: { kind: 'possible', why: 'a test', endings: [] },
      nodes: [
        { ...node, name: 'n0', onTarget: true },
        { ...node, name: 'n1', onTarget: false },
      ],
    } as const;
    const nodes = (migration: Partial<Migration>) => summarize(givenMigration(migration), []).nodes;
    expect(nodes({ remembered: { imageBefore: OLD_IMAGE }, sight })).toBe(1);
    expect(nodes({ remembered: { imageBefore: OLD_IMAGE } })).toBe(3);
    expect(nodes({ sight })).toBe(0);
  });
});

describe('what the planner learns', () => {
  const summary = summarize(moved(), STORY);

  test('a completed migration teaches how long its nodes took, and what held it up', () => {
    expect(pastRunOf(moved({ summary }))).toEqual({
      poolId: POOL_ID,
      osType: 'Linux',
      strategy: 'pool-replacement',
      endedAt: AT + 1786 * MINUTE,
      nodes: 2,
      minutes: 19,
      outcome: 'completed',
      lessons: [
        'shop-prod/apps: It paused itself for 20 minutes: Pods find no room.',
        'shop-prod/apps: It waited 12 minutes in drain-source: Pod shop/cart-1 does not leave: its budget is full.',
      ],
    });
    expect(pastRunOf(moved({ summary, status: 'rolled-back' }))?.outcome).toBe('rolled-back');
    expect(pastRunOf(moved({ summary, status: 'aborted' }))?.outcome).toBe('failed');
  });

  test('a dry run, a control plane and one that has not ended teach nothing', () => {
    expect(pastRunOf(moved({ summary, dryRun: true }))).toBeUndefined();
    expect(
      pastRunOf(givenMigration({ route: 'control-plane', status: 'completed', endedAt: AT, summary })),
    ).toBeUndefined();
    expect(pastRunOf(givenMigration({ summary }))).toBeUndefined();
  });
});

test('readiness is told of a migration that has the cluster in hand, until it lets the cluster go', () => {
  expect(otherRunOf(givenMigration({ step: 'follow-upgrade' }))).toEqual({
    what: 'migration m-0123456789ab is at work (Follows AKS node by node until every node’s own label shows the target and it is Ready.)',
    poolId: POOL_ID,
  });
  expect(otherRunOf(givenMigration({ route: 'control-plane', status: 'paused' }))).toMatchObject({
    what: expect.stringContaining('is paused'),
  });
  for (const idle of [{ status: 'waiting' }, { status: 'completed' }, { step: 'watch' }, { dryRun: true }] as const) {
    expect(otherRunOf(givenMigration(idle))).toBeUndefined();
  }
});
