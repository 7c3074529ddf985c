import { describe, expect, test } from 'vitest';
import { capState, writeBudget } from '../../../shared/domain/migration/admission-caps.ts';
import { imageGate } from '../../../shared/domain/migration/admission-image.ts';
import { orderGate, turnOf } from '../../../shared/domain/migration/admission-turn.ts';
import { waveGate } from '../../../shared/domain/migration/admission-wave.ts';
import { windowState } from '../../../shared/domain/migration/admission-window.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { ClosedSpan, ClusterWindows } from '../../../shared/domain/plan/cluster-windows.ts';
import { givenPool, givenPoolReading, givenReading } from '../../support/fleet.ts';
import {
  AT,
  givenMigration,
  givenPoolStep,
  HOUR,
  MINUTE,
  NEW_IMAGE,
  OLD_IMAGE,
  POOL_ID,
} from '../../support/migration.ts';

const DAY = 24 * HOUR;
const planned = [{ opens: AT, closes: AT + 6 * HOUR }];
/** Each day from AT on, for two hours. */
const daily: ClusterWindows = {
  source: { kind: 'default', from: '08:00', to: '10:00', timeZone: 'UTC', why: 'a test' },
  next(at) {
    const day = Math.floor((at - AT) / DAY);
    const here = { opens: AT + day * DAY, closes: AT + day * DAY + 2 * HOUR };
    if (here.closes > at) return { opens: Math.max(at, here.opens), closes: here.closes };
    return { opens: here.opens + DAY, closes: here.closes + DAY };
  },
};
const unknown: ClusterWindows = { source: { kind: 'unknown', why: 'not read.' }, next: () => undefined };

describe('windows', () => {
  const at = (now: number, more: { closed?: ClosedSpan[]; later?: ClusterWindows; planned?: typeof planned } = {}) =>
    windowState({ now, planned: more.planned ?? planned, closed: more.closed ?? [], later: more.later ?? undefined });

  test('a window is open from its first millisecond to before its end', () => {
    expect(at(AT - 1)).toEqual({ kind: 'closed', opens: AT, why: 'Its window opens at 2026-11-20 08:00 UTC.' });
    expect(at(AT)).toEqual({ kind: 'open', closes: AT + 6 * HOUR });
    expect(at(AT + 6 * HOUR - 1)).toEqual({ kind: 'open', closes: AT + 6 * HOUR });
    expect(at(AT + 6 * HOUR).kind).toBe('closed');
  });

  test('without a window in the plan it never opens, whatever windows the cluster has', () => {
    expect(at(AT, { planned: [], later: daily })).toEqual({ kind: 'closed', why: 'The plan gives it no window.' });
  });

  test('after its planned windows it goes on in the cluster’s own, and not before the first planned one', () => {
    expect(at(AT - DAY, { later: daily })).toMatchObject({ kind: 'closed', opens: AT });
    expect(at(AT + DAY, { later: daily })).toEqual({ kind: 'open', closes: AT + DAY + 2 * HOUR });
    expect(at(AT + DAY + 2 * HOUR - 1, { later: daily }).kind).toBe('open');
    expect(at(AT + DAY + 2 * HOUR, { later: daily })).toEqual({
      kind: 'closed',
      opens: AT + 2 * DAY,
      why: 'Its window is over; the next one opens at 2026-11-22 08:00 UTC.',
    });
  });

  test('windows that are not known open nothing but what was planned', () => {
    expect(at(AT, { later: unknown }).kind).toBe('open');
    expect(at(AT + DAY, { later: unknown })).toEqual({
      kind: 'closed',
      why: 'Its planned windows are over, and the cluster’s own are not known: not read.',
    });
    expect(at(AT + DAY)).toMatchObject({ kind: 'closed', why: expect.stringContaining('did not read it') });
  });

  test('a blackout that came after the signing closes a planned window, for as long as it lasts', () => {
    const closed = [{ opens: AT + HOUR, closes: AT + 2 * HOUR, why: 'A blackout is on: audit.' }];
    expect(at(AT, { closed })).toEqual({ kind: 'open', closes: AT + HOUR });
    expect(at(AT + HOUR, { closed })).toEqual({
      kind: 'closed',
      opens: AT + 2 * HOUR,
      why: 'A blackout is on: audit.',
    });
    expect(at(AT + 2 * HOUR, { closed })).toEqual({ kind: 'open', closes: AT + 6 * HOUR });
  });

  test('a freeze without an end says no moment at which it opens', () => {
    const closed = [{ opens: Number.NEGATIVE_INFINITY, closes: Number.POSITIVE_INFINITY, why: 'A freeze is on: x.' }];
    expect(at(AT, { closed })).toEqual({ kind: 'closed', why: 'A freeze is on: x.' });
  });
});

const other = (overrides: Partial<Migration>) => givenMigration({ id: 'm-other', ...overrides });
const replacing = (overrides: Partial<Migration>) => givenMigration({ route: 'pool-replacement', ...overrides });

describe('turns on a cluster', () => {
  const me = replacing({ id: 'm-me', status: 'waiting' });
  test.each([
    ['is under way', { step: 'upgrade-image' }, 'shut'],
    ['is paused', { step: 'upgrade-image', status: 'paused' }, 'shut'],
    ['is on its way back', { step: 'stop-upgrade', direction: 'back' }, 'shut'],
    ['is watched', { step: 'watch' }, 'clear'],
    ['waits itself', { step: 'check', status: 'waiting' }, 'clear'],
    ['has ended', { step: 'close', status: 'aborted' }, 'clear'],
  ] as const)('while another %s, beginning is %s', (_, overrides, kind) => {
    expect(turnOf(me, [me, other(overrides)]).kind).toBe(kind);
  });

  test('one in its hold lets another begin, and waits for it after the hold', () => {
    const first = replacing({ id: 'm-1', step: 'delete-source', stepSince: AT - HOUR });
    const second = replacing({ id: 'm-2', step: 'drain-source', stepSince: AT });
    expect(turnOf(second, [first, second])).toEqual({ kind: 'clear' });
    expect(turnOf(first, [first, second])).toMatchObject({ kind: 'shut' });
    expect(turnOf(first, [first, { ...second, step: 'hold' }])).toEqual({ kind: 'clear' });
  });

  test('of two after their holds the one that is further goes first, then the one that waits longer; never both', () => {
    const first = replacing({ id: 'm-1', step: 'put-back', stepSince: AT });
    const second = replacing({ id: 'm-2', step: 'delete-source', stepSince: AT - HOUR });
    expect([turnOf(first, [first, second]).kind, turnOf(second, [first, second]).kind]).toEqual(['clear', 'shut']);
    const alike = [second, { ...second, id: 'm-3' }, { ...second, id: 'm-4', stepSince: AT - 2 * HOUR }];
    expect(alike.map((one) => turnOf(one, alike).kind)).toEqual(['shut', 'shut', 'clear']);
  });

  test('one that goes on waits for one that goes back, and that waits for nobody but those who go back', () => {
    const back = replacing({ id: 'm-1', step: 'drain-target', direction: 'back' });
    const on = replacing({ id: 'm-2', step: 'drain-source' });
    expect([turnOf(back, [back, on]).kind, turnOf(on, [back, on]).kind]).toEqual(['clear', 'shut']);
  });
});

describe('order within a cluster', () => {
  test.each([
    ['was not made yet', undefined, 'shut'],
    ['is under way', { step: 'drain-source' }, 'shut'],
    ['is in its hold', { step: 'hold' }, 'clear'],
    ['is watched', { step: 'watch' }, 'clear'],
    ['is paused in its hold', { step: 'hold', status: 'paused' }, 'shut'],
    ['is completed', { step: 'close', status: 'completed' }, 'clear'],
    ['was rolled back', { step: 'close', status: 'rolled-back', direction: 'back' }, 'shut'],
    ['closes on its way back', { step: 'close', direction: 'back' }, 'shut'],
    ['was aborted', { step: 'close', status: 'aborted' }, 'shut'],
  ] as const)('while the earlier step %s, the gate is %s', (_, overrides, kind) => {
    expect(orderGate([overrides && replacing(overrides)]).kind).toBe(kind);
  });
});

describe('waves', () => {
  const done = (endedAt: number, more: Partial<Migration> = {}) =>
    givenMigration({ status: 'completed', endedAt, ...more });
  const gate = (now: number, ...migrations: (Migration | undefined)[]) => waveGate({ number: 1, migrations }, 3, now);

  test('the first wave has none before it', () => {
    expect(waveGate(undefined, 3, AT)).toEqual({ kind: 'clear' });
  });

  test.each([
    ['has not begun', undefined],
    ['is in its watch of 24 hours', givenMigration({ step: 'watch' })],
    ['was rolled back', givenMigration({ status: 'rolled-back', endedAt: AT - 9 * DAY })],
    ['was aborted', givenMigration({ status: 'aborted', endedAt: AT - 9 * DAY })],
  ])('a pool of the wave before that %s shuts the gate', (_, migration) => {
    expect(gate(AT, done(AT - 9 * DAY), migration).kind).toBe('shut');
  });

  test('the days of stagger count from the end of the work, before its watch', () => {
    const ended = AT - 2 * DAY;
    expect(gate(AT, done(ended))).toEqual({ kind: 'clear' });
    expect(gate(AT - 1, done(ended), done(ended - DAY))).toEqual({
      kind: 'shut',
      why: '3 days are to pass after wave 1: until 2026-11-20 08:00 UTC.',
    });
    expect(gate(AT, done(ended, { dryRun: true })).kind).toBe('shut');
  });
});

describe('caps', () => {
  const caps = { perRegion: 2, perSubscription: 3, armWritesPerMinute: 2 };
  const one = (id: string, more: Partial<Migration> = {}) => givenMigration({ id, step: 'upgrade-image', ...more });
  const me = one('m-me', { status: 'waiting' });

  test('there is room up to the cap of the region and none beyond it', () => {
    expect(capState(me, [me, one('m-1')], caps)).toEqual({ kind: 'room' });
    expect(capState(me, [me, one('m-1'), one('m-2')], caps)).toEqual({
      kind: 'full',
      why: '2 of at most 2 migrations of westeurope are under way or about to begin.',
    });
    expect(capState(me, [one('m-1'), one('m-2', { region: 'eastus' })], caps)).toEqual({ kind: 'room' });
  });

  test('the subscription counts over all regions', () => {
    const elsewhere = ['a', 'b', 'c'].map((region) => one(`m-${region}`, { region }));
    expect(capState(me, elsewhere, caps)).toMatchObject({ kind: 'full', why: expect.stringContaining('subscription') });
    expect(capState(me, elsewhere.slice(1), caps)).toEqual({ kind: 'room' });
  });

  test('those in hold and watch are left out, paused ones and those on their way back are not', () => {
    const out = [one('m-1', { step: 'watch' }), replacing({ id: 'm-2', step: 'hold' })];
    expect(capState(me, out, caps)).toEqual({ kind: 'room' });
    const inside = [
      one('m-1', { status: 'paused' }),
      replacing({ id: 'm-2', step: 'drain-target', direction: 'back' }),
    ];
    expect(capState(me, inside, caps).kind).toBe('full');
  });

  test('of those that wait, the last place goes to the one that was made first; one under way keeps its own', () => {
    const waiting = ['m-1', 'm-2', 'm-3'].map((id, at) => one(id, { status: 'waiting', createdAt: AT + at }));
    expect(waiting.map((migration) => capState(migration, waiting, caps).kind)).toEqual(['room', 'room', 'full']);
    const running = one('m-9', { createdAt: AT + 9 });
    expect(capState(running, [...waiting, running], caps)).toEqual({ kind: 'room' });
  });

  test('one whose cluster is stopped takes nobody’s place, and comes after all who can begin', () => {
    const stopped = [1, 2, 3].map((n) => one(`m-${n}`, { status: 'waiting', createdAt: AT - n, unseenSince: AT }));
    const waiting = one('m-9', { status: 'waiting', createdAt: AT });
    expect(capState(waiting, [...stopped, waiting], caps)).toEqual({ kind: 'room' });
    const again = { ...waiting, unseenSince: AT };
    expect(capState(again, [...stopped, again], caps).kind).toBe('full');
  });

  test('writes to ARM are counted over a minute and the subscription, its own among them', () => {
    const wrote = (...ago: number[]) => one('m-1', { poolWrites: ago.map((ms) => AT - ms) });
    const mine = { ...me, poolWrites: [AT - 10_000] };
    expect(writeBudget(mine, [wrote()], caps, AT)).toEqual({ kind: 'room' });
    expect(writeBudget(mine, [wrote(59_999)], caps, AT)).toEqual({ kind: 'spent', againSeconds: 1 });
    expect(writeBudget(mine, [wrote(MINUTE)], caps, AT)).toEqual({ kind: 'room' });
    expect(writeBudget(mine, [wrote(30_000, 20_000)], caps, AT)).toEqual({ kind: 'spent', againSeconds: 40 });
    expect(writeBudget(mine, [{ ...wrote(1), subscriptionId: 'another' }], caps, AT)).toEqual({ kind: 'room' });
  });
});

describe('the image', () => {
  const work = givenPoolStep({ target: { image: NEW_IMAGE, reasons: [] } });
  const waiting = givenMigration({ status: 'waiting', work });
  const images = { knownBad: [] };

  test('a failed test, a bad or an unapproved image shuts the gate also of one that is under way', () => {
    const test1 = { image: NEW_IMAGE, outcome: 'failed' as const, at: AT, by: 'lab', note: 'no network' };
    expect(imageGate(givenMigration({ work }), [test1], images, undefined)).toEqual({
      kind: 'shut',
      why: `The test of ${NEW_IMAGE} failed (lab): no network`,
    });
    const bad = { knownBad: [{ pattern: 'AKSUbuntu-2204*-202610.*', reason: 'leaks' }] };
    expect(imageGate(givenMigration({ work }), [], bad, undefined)).toMatchObject({ kind: 'shut' });
    expect(imageGate(waiting, [], { knownBad: [], approved: [] }, undefined)).toMatchObject({ kind: 'shut' });
    expect(imageGate(waiting, [{ ...test1, outcome: 'passed' }], images, undefined)).toEqual({ kind: 'clear' });
  });

  test('until Azure is asked for nodes it must offer that very image; one of another family is no answer', () => {
    const offering = (latestImage: string) =>
      givenReading({ pools: [givenPoolReading({ pool: givenPool({ id: POOL_ID }), latestImage })] });
    const newer = 'AKSUbuntu-2204gen2containerd-202611.12.0';
    const shut = {
      kind: 'shut',
      why: `Azure offers ${newer} now and makes no new nodes with ${NEW_IMAGE} any more. Abort this, or refuse the plan: the next plan takes the newer image, with sign-offs of its own.`,
    };
    expect(imageGate(waiting, [], images, offering(newer))).toEqual(shut);
    const running = { ...waiting, status: 'running' as const };
    expect(imageGate(running, [], images, offering(newer))).toEqual(shut);
    const upgrading = { ...running, remembered: { imageBefore: OLD_IMAGE } };
    const replacing = {
      ...running,
      remembered: { targetPool: { poolId: `${POOL_ID}2`, name: 'apps2', differences: [] } },
    };
    for (const begun of [upgrading, replacing]) {
      expect(imageGate(begun, [], images, offering(newer))).toEqual({ kind: 'clear' });
    }
    expect(imageGate(waiting, [], images, offering(NEW_IMAGE))).toEqual({ kind: 'clear' });
    expect(imageGate(waiting, [], images, offering('AKSUbuntu-2404gen2containerd-202611.12.0'))).toEqual({
      kind: 'clear',
    });
  });
});
