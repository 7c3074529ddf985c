import { describe, expect, test } from 'vitest';
import { imagesRemoved } from '../../../../shared/domain/policy/rules/images-removed.ts';
import { imagesRemovedSoon } from '../../../../shared/domain/policy/rules/images-removed-soon.ts';
import { supportEnded } from '../../../../shared/domain/policy/rules/support-ended.ts';
import { supportEndsSoon } from '../../../../shared/domain/policy/rules/support-ends-soon.ts';
import { judgePool, outcome } from '../../../support/judging.ts';
import { givenCalendar, givenEntry } from '../../../support/policy.ts';

const pool = { imageVersion: 'AKSUbuntu-2204gen2containerd-202610.08.0', osSku: 'Ubuntu2204' };

/** Support of the Ubuntu 22.04 in the calendar ends on 2027-06-30, its images go on 2028-04-30. */
describe('an OS through its last two years', () => {
  test.each([
    //             ended   soon        removed     removed soon
    ['2026-12-31', 'pass', 'pass', 'pass', 'pass'], //      181 days before the end of support
    ['2027-01-01', 'pass', 'low', 'pass', 'pass'], //       180
    ['2027-03-31', 'pass', 'low', 'pass', 'pass'], //       91
    ['2027-04-01', 'pass', 'medium', 'pass', 'pass'], //    90
    ['2027-05-30', 'pass', 'medium', 'pass', 'pass'], //    31
    ['2027-05-31', 'pass', 'high', 'pass', 'pass'], //      30
    ['2027-06-22', 'pass', 'high', 'pass', 'pass'], //      8
    ['2027-06-23', 'pass', 'critical', 'pass', 'pass'], //  7
    ['2027-06-29', 'pass', 'critical', 'pass', 'pass'], //  1
    ['2027-06-30', 'high', 'pass', 'pass', 'pass'], //      the day itself
    ['2027-11-01', 'high', 'pass', 'pass', 'pass'], //      181 days before the removal
    ['2027-11-02', 'high', 'pass', 'pass', 'medium'], //    180
    ['2028-01-31', 'high', 'pass', 'pass', 'high'], //      90
    ['2028-03-31', 'high', 'pass', 'pass', 'critical'], //  30
    ['2028-04-29', 'high', 'pass', 'pass', 'critical'], //  1
    ['2028-04-30', 'high', 'pass', 'critical', 'pass'], //  the day itself
  ])('%s: ended %s, ends soon %s, removed %s, removed soon %s', (on, ...expected) => {
    const rules = [supportEnded, supportEndsSoon, imagesRemoved, imagesRemovedSoon];
    expect(rules.map((rule) => outcome(judgePool(rule, { pool, on })))).toEqual(expected);
  });

  test('each says why, until when and what to do', () => {
    const move = 'Move to Ubuntu2404: osSKU Ubuntu2404 on Kubernetes 1.32+.';
    expect(judgePool(supportEndsSoon, { pool, on: '2027-04-01' })).toEqual({
      kind: 'violates',
      severity: 'medium',
      facts: { entry: 'ubuntu-22.04', supportEnds: '2027-06-30', daysLeft: 90, notice: 90 },
      why: 'Ubuntu 22.04 gets no new images and no security patches from 2027-06-30 on.',
      deadline: '2027-06-30',
      nextAction: move,
    });
    expect(judgePool(supportEnded, { pool, on: '2027-07-01' })).toEqual({
      kind: 'violates',
      severity: 'high',
      facts: { entry: 'ubuntu-22.04', status: 'supported-retiring', supportEnds: '2027-06-30' },
      why: 'Ubuntu 22.04 has had no new images and no security patches since 2027-06-30.',
      deadline: '2027-06-30',
      nextAction: move,
    });
    expect(judgePool(imagesRemovedSoon, { pool, on: '2028-03-31' })).toEqual({
      kind: 'violates',
      severity: 'critical',
      facts: { entry: 'ubuntu-22.04', imagesRemoved: '2028-04-30', daysLeft: 30, notice: 30 },
      why: 'The images of Ubuntu 22.04 are removed on 2028-04-30; from then on the pool can neither scale out nor be reimaged or repaired.',
      deadline: '2028-04-30',
      nextAction: move,
    });
    expect(judgePool(imagesRemoved, { pool, on: '2028-05-01' })).toEqual({
      kind: 'violates',
      severity: 'critical',
      facts: { entry: 'ubuntu-22.04', status: 'supported-retiring', imagesRemoved: '2028-04-30' },
      why: 'The images of Ubuntu 22.04 are removed since 2028-04-30: the pool can neither scale out nor be reimaged or repaired, and a lost node stays lost.',
      deadline: '2028-04-30',
      nextAction: `Do not scale in, stop, reimage or upgrade this pool before its work runs elsewhere. ${move}`,
    });
  });
});

describe('an OS whose dates nobody published', () => {
  test.each([
    //                    ended    soon    removed      removed soon
    ['removed', 'high', 'pass', 'critical', 'pass'],
    ['retired', 'high', 'pass', 'pass', 'pass'],
    ['supported', 'pass', 'pass', 'pass', 'pass'],
    ['preview-retiring', 'pass', 'pass', 'pass', 'pass'],
    ['built-not-offered', 'unknown', 'unknown', 'unknown', 'unknown'],
    ['something-new', 'unknown', 'unknown', 'unknown', 'unknown'],
  ])('status %s: ended %s, ends soon %s, removed %s, removed soon %s', (status, ...expected) => {
    const calendar = givenCalendar({ entries: [givenEntry({ status, families: ['AKSUbuntu-2204*'] })] });
    const verdicts = [supportEnded, supportEndsSoon, imagesRemoved, imagesRemovedSoon].map((rule) =>
      judgePool(rule, { pool, facts: { calendar } }),
    );
    expect(verdicts.map(outcome)).toEqual(expected);
    // No date is made up: there is no deadline.
    for (const verdict of verdicts) expect(verdict).not.toHaveProperty('deadline');
  });

  test('the other date still counts: support has ended, the removal is not announced', () => {
    const entry = givenEntry({ status: 'retired', families: ['AKSUbuntu-2204*'], supportEnds: '2025-01-10' });
    const facts = { calendar: givenCalendar({ entries: [entry] }) };
    expect(outcome(judgePool(supportEnded, { pool, facts }))).toBe('high');
    expect(outcome(judgePool(imagesRemoved, { pool, facts }))).toBe('pass');
  });
});

describe('which entry is meant', () => {
  test('a family without an entry is unknown, not supported', () => {
    const facts = { calendar: givenCalendar({ entries: [] }) };
    for (const rule of [supportEnded, supportEndsSoon, imagesRemoved, imagesRemovedSoon]) {
      expect(judgePool(rule, { pool, facts })).toEqual({
        kind: 'unknown',
        missing: ['a retirement entry for the image family AKSUbuntu-2204gen2containerd'],
      });
    }
  });

  test('a pool without an image goes by its OS SKU and Kubernetes version', () => {
    const without = { imageVersion: undefined, osSku: 'Ubuntu2204', kubernetesVersion: '1.34.1' };
    const verdict = judgePool(supportEnded, { pool: without, on: '2027-07-01' });
    expect(verdict).toMatchObject({ kind: 'violates', facts: { entry: 'ubuntu-22.04' } });
  });

  test('a pool whose OS SKU leaves two systems is unknown', () => {
    const calendar = givenCalendar({
      entries: [
        givenEntry({ id: 'a', kubernetes: [{ osSku: 'Ubuntu' }] }),
        givenEntry({ id: 'b', kubernetes: [{ osSku: 'Ubuntu' }] }),
      ],
    });
    const without = { imageVersion: undefined, osSku: 'Ubuntu' };
    expect(judgePool(supportEnded, { pool: without, facts: { calendar } })).toEqual({
      kind: 'unknown',
      missing: ['the image version'],
    });
  });

  test('the most specific pattern wins, whatever the order of the entries', () => {
    const general = givenEntry({ id: 'general', families: ['AKSUbuntu-22*'], status: 'supported' });
    const exact = givenEntry({ id: 'exact', families: ['AKSUbuntu-2204gen2containerd'], status: 'removed' });
    for (const entries of [
      [general, exact],
      [exact, general],
    ]) {
      expect(judgePool(imagesRemoved, { pool, facts: { calendar: givenCalendar({ entries }) } })).toMatchObject({
        kind: 'violates',
        facts: { entry: 'exact' },
      });
    }
  });
});

describe('what to do', () => {
  const action = (given: Parameters<typeof judgePool>[1]) => {
    const verdict = judgePool(supportEnded, { pool, on: '2027-07-01', ...given });
    return verdict.kind === 'violates' ? verdict.nextAction : verdict.kind;
  };
  test('node auto-provisioning is told its new OS in the node class', () => {
    expect(action({ pool: { ...pool, kind: 'auto-provisioned' } })).toBe(
      'Change imageFamily of the AKSNodeClass to Ubuntu2404; node auto-provisioning then replaces the nodes itself.',
    );
  });
  test('a stopped cluster is started first', () => {
    expect(action({ cluster: { power: 'stopped' } })).toBe(
      'Start the cluster, then move to Ubuntu2404: osSKU Ubuntu2404 on Kubernetes 1.32+.',
    );
  });
  test('no successor is made up', () => {
    const entry = givenEntry({ id: 'odd', status: 'retired', families: ['AKSUbuntu-2204*'] });
    expect(action({ facts: { calendar: givenCalendar({ entries: [entry] }) } })).toBe(
      'Plan a move to a supported OS; none is named yet for odd.',
    );
  });
});
