import { describe, expect, test } from 'vitest';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { viabilityKnown, viabilityOf } from '../../../shared/domain/migration/viability-clock.ts';
import { MS_PER_DAY } from '../../../shared/domain/time.ts';
import {
  AT,
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPoolState,
  givenPoolStep,
  HOUR,
  MINUTE,
  NEW_IMAGE,
  OLD_IMAGE,
} from '../../support/migration.ts';
import { givenCalendar } from '../../support/policy.ts';

const THREE = [givenNode('n0'), givenNode('n1'), givenNode('n2')];

function replacement(overrides: Partial<Migration> = {}): Migration {
  return givenMigration({ route: 'pool-replacement', step: 'drain-source', ...overrides });
}

describe('the viability clock of a replacement', () => {
  test('while every source node lives there is a way back, and nothing with a date ends it before the hold', () => {
    expect(viabilityOf(replacement(), givenAzure(), givenLook({ nodesSeen: THREE }), {}, AT)).toEqual({
      kind: 'possible',
      why: '3 nodes of the source live: pods can move back at once.',
      endings: [
        { kind: 'hold-over', why: 'The source is kept for 4 h after it was emptied, and then deleted.' },
        { kind: 'source-nodes-gone', why: 'The way back is 3 nodes of the source; it ends with the last of them.' },
      ],
    });
  });

  test('it warns half an hour before the hold ends, and not a millisecond earlier', () => {
    const held = replacement({ step: 'hold', stepSince: AT });
    const at = (now: number) => viabilityOf(held, givenAzure(), givenLook({ nodesSeen: THREE }), {}, now);
    const until = AT + 4 * HOUR;
    expect(at(until - 30 * MINUTE - 1)).toMatchObject({ kind: 'possible', until });
    expect(at(until - 30 * MINUTE)).toMatchObject({ kind: 'ending-soon', until });
    expect(at(until).endings[0]).toEqual({
      kind: 'hold-over',
      at: until,
      why: 'The hold of 4 h ends at 2026-11-20 12:00 UTC; then the source is deleted.',
    });
  });

  test('a pause during the hold keeps the source for as long as it lasts', () => {
    const paused = replacement({ step: 'hold', stepSince: AT, status: 'paused' });
    const seen = viabilityOf(paused, givenAzure(), givenLook({ nodesSeen: THREE }), {}, AT + 5 * HOUR);
    expect(seen).toMatchObject({ kind: 'possible', endings: [{ kind: 'hold-over' }, { kind: 'source-nodes-gone' }] });
    expect(seen).not.toHaveProperty('until');
  });

  test('a source that gave nodes up needs quota to get them back, and only while its images are there', () => {
    const shrunk = replacement({ step: 'hold', stepSince: AT, remembered: { shrunkFrom: 3 } });
    const one = givenLook({ nodesSeen: [givenNode('n0')] });
    const removal = AT + HOUR;
    expect(viabilityOf(shrunk, givenAzure(), one, { imagesRemoved: removal }, AT)).toMatchObject({
      kind: 'possible',
      until: removal,
      why: '1 of 3 nodes of the source lives: the other 2 must be had anew before all pods can move back.',
      endings: [
        { kind: 'images-removed', at: removal },
        { kind: 'hold-over' },
        { kind: 'quota' },
        { kind: 'source-nodes-gone' },
      ],
    });
    expect(viabilityOf(shrunk, givenAzure(), one, { imagesRemoved: AT }, AT)).toMatchObject({
      kind: 'possible',
      until: AT + 4 * HOUR,
      why: '1 of 3 nodes of the source lives and no more can be had, as its images are removed: pods move back as far as there is room.',
    });
  });

  test('images that are removed leave a way back on nodes that live; with the last of them it is over', () => {
    const known = { imagesRemoved: AT - MS_PER_DAY };
    expect(viabilityOf(replacement(), givenAzure(), givenLook({ nodesSeen: THREE }), known, AT).kind).toBe('possible');
    const dead = THREE.map((node) => ({ ...node, ready: false }));
    expect(viabilityOf(replacement(), givenAzure(), givenLook({ nodesSeen: dead }), known, AT)).toMatchObject({
      kind: 'over',
      endings: [{ kind: 'images-removed' }],
    });
  });

  test('deleting the source turns it, and it is over when the pool is gone', () => {
    const waiting = replacement({ step: 'delete-source', stepSince: AT - 5 * HOUR });
    expect(viabilityOf(waiting, givenAzure(), givenLook({ nodesSeen: THREE }), {}, AT)).toMatchObject({
      kind: 'possible',
      endings: [
        { kind: 'hold-over', why: 'The hold is over: the source is deleted as soon as that is admitted.' },
        { kind: 'source-nodes-gone' },
      ],
    });
    const deleting = { ...waiting, remembered: { deletion: { askedAt: AT, times: 1 } } };
    expect(viabilityOf(deleting, givenAzure(), givenLook({ nodesSeen: [givenNode('n0')] }), {}, AT)).toMatchObject({
      kind: 'ending-soon',
      endings: [
        { kind: 'hold-over', at: AT, why: 'The hold is over: the source’s machines are being deleted.' },
        { kind: 'quota' },
        { kind: 'source-nodes-gone' },
      ],
    });
    expect(viabilityOf(deleting, givenAzure([]), givenLook(), {}, AT)).toEqual({
      kind: 'over',
      why: 'The source pool is gone: going back is another migration.',
      endings: [{ kind: 'source-nodes-gone', why: 'The source pool is gone: going back is another migration.' }],
    });
  });

  test('what could not be seen is not counted on', () => {
    const hidden = givenLook({ nodes: { kind: 'not-seen', reason: 'timed-out', detail: 'no answer in 10 s' } });
    expect(viabilityOf(replacement(), givenAzure(), hidden, {}, AT)).toMatchObject({
      kind: 'unknown',
      why: 'The source’s nodes could not be seen: no answer in 10 s',
    });
    const blind = { kind: 'not-seen', readAt: AT, reason: 'upstream-failed', detail: '503' } as const;
    expect(viabilityOf(replacement(), blind, givenLook(), {}, AT)).toEqual({
      kind: 'unknown',
      why: 'Azure could not be asked about the pool: 503',
      endings: [{ kind: 'not-seen', why: 'Azure could not be asked about the pool: 503' }],
    });
  });
});

describe('the viability clock of an upgrade in place', () => {
  const upgraded = givenMigration({
    step: 'watch',
    remembered: { imageBefore: OLD_IMAGE, kubernetesBefore: '1.33.2', upgradedAt: AT },
  });
  const offering = (imageVersion: string) =>
    givenAzure([
      givenPoolState({
        imageVersion: NEW_IMAGE,
        recentlyUsed: [{ imageVersion, kubernetesVersion: '1.33.2', usedUntil: AT }],
      }),
    ]);

  test('before the first node is replaced there is nothing to take back', () => {
    expect(viabilityOf(givenMigration(), givenAzure(), givenLook(), {}, AT)).toMatchObject({
      kind: 'possible',
      why: 'No node is replaced yet.',
    });
  });

  test('AKS goes back for seven days; it warns half an hour before, and then it is over', () => {
    const until = AT + 7 * MS_PER_DAY;
    const at = (now: number) => viabilityOf(upgraded, offering(OLD_IMAGE), givenLook(), {}, now);
    expect(at(AT)).toEqual({
      kind: 'possible',
      until,
      why: `AKS can take the pool back to ${OLD_IMAGE}.`,
      endings: [
        { kind: 'seven-days', at: until, why: 'AKS goes back for seven days only: until 2026-11-27 08:00 UTC.' },
        { kind: 'quota', why: 'AKS needs room for its surge nodes to go back.' },
      ],
    });
    expect(at(until - 30 * MINUTE - 1).kind).toBe('possible');
    expect(at(until - 30 * MINUTE).kind).toBe('ending-soon');
    expect(at(until - 1).kind).toBe('ending-soon');
    expect(at(until)).toMatchObject({ kind: 'over', endings: [{ kind: 'seven-days', at: until }] });
  });

  test('images that are removed end it earlier', () => {
    const removal = AT + MS_PER_DAY;
    const at = (now: number) =>
      viabilityOf(upgraded, offering(OLD_IMAGE), givenLook(), { imagesRemoved: removal }, now);
    expect(at(AT)).toMatchObject({ kind: 'possible', until: removal, endings: [{ kind: 'images-removed' }, {}, {}] });
    expect(at(removal)).toMatchObject({ kind: 'over', endings: [{ kind: 'images-removed', at: removal }] });
  });

  test('only the version before counts: what AKS would go back to instead is no way back', () => {
    expect(
      viabilityOf(upgraded, offering('AKSUbuntu-2204gen2containerd-202609.01.0'), givenLook(), {}, AT),
    ).toMatchObject({
      kind: 'over',
      endings: [{ kind: 'never-possible' }],
    });
  });

  test('what AKS does not tell is unknown', () => {
    expect(viabilityOf(upgraded, givenAzure(), givenLook(), {}, AT)).toMatchObject({
      kind: 'unknown',
      why: 'AKS does not say what it would go back to.',
    });
  });

  test('across OS SKUs it is over from the first replaced node on', () => {
    const work = givenPoolStep({ strategy: 'os-sku-change' });
    expect(viabilityOf(givenMigration({ work }), givenAzure(), givenLook(), {}, AT)).toMatchObject({
      kind: 'possible',
      endings: [{ kind: 'never-possible' }],
    });
    expect(viabilityOf({ ...upgraded, work }, offering(OLD_IMAGE), givenLook(), {}, AT).kind).toBe('over');
  });

  test('a cluster that upgrades itself must stop that first, and it says so', () => {
    const seen = offering(OLD_IMAGE);
    const azure = { ...seen, cluster: { ...seen.cluster, upgradeChannel: 'patch' } };
    expect(viabilityOf(upgraded, azure, givenLook(), {}, AT).why).toBe(
      `AKS can take the pool back to ${OLD_IMAGE}, once the cluster’s auto-upgrade channel is turned off.`,
    );
  });
});

test('an end of the images counts from thirty days before on: further off, it ends nothing here', () => {
  const at = (imagesRemoved: number) =>
    viabilityOf(replacement(), givenAzure(), givenLook({ nodesSeen: THREE }), { imagesRemoved }, AT).endings.map(
      ({ kind }) => kind,
    );
  expect(at(AT + 30 * MS_PER_DAY)).toContain('images-removed');
  expect(at(AT + 30 * MS_PER_DAY + 1)).not.toContain('images-removed');
});

test('a control plane never goes back', () => {
  expect(viabilityOf(givenMigration({ route: 'control-plane' }), givenAzure(), givenLook(), {}, AT)).toMatchObject({
    kind: 'over',
    why: 'A control plane does not go back to an older version.',
  });
});

test('one that has ended is another migration’s matter', () => {
  expect(viabilityOf(replacement({ status: 'completed' }), givenAzure([]), givenLook(), {}, AT).kind).toBe('over');
});

test('the day of removal comes from the calendar, by the image that ran before', () => {
  expect(viabilityKnown(givenMigration(), givenCalendar())).toEqual({
    imagesRemoved: Date.parse('2028-04-30T00:00:00Z'),
  });
  expect(viabilityKnown(givenMigration({ route: 'control-plane' }), givenCalendar())).toEqual({});
});
