import { describe, expect, test } from 'vitest';
import { DEFAULT_SIGN_OFF_RULES, expiryOf, requirementOf } from '../../../shared/domain/sign-off/requirement.ts';
import type { Role, SignOff, SignOffRequirement } from '../../../shared/domain/sign-off/sign-off.ts';
import { signOffState } from '../../../shared/domain/sign-off/state.ts';

const NOW = Date.parse('2026-11-20T08:00:00Z');
const DAY = 86_400_000;
const RULE = DEFAULT_SIGN_OFF_RULES['production'] as (typeof DEFAULT_SIGN_OFF_RULES)['*'];
const BOTH: SignOffRequirement = { ...RULE, owners: [] };

let count = 0;
function word(name: string, role: Role, more: Partial<SignOff> = {}): SignOff {
  count += 1;
  return {
    id: `s-${count}`,
    planHash: 'a'.repeat(64),
    person: { id: name.toLowerCase(), name },
    role,
    kind: 'approve',
    at: NOW - DAY,
    expiresAt: NOW + DAY,
    via: 'cli',
    ...more,
  };
}

const stateOf = (signOffs: SignOff[], more: Partial<Parameters<typeof signOffState>[0]> = {}) =>
  signOffState({ signOffs, requirement: BOTH, now: NOW, ...more });

describe('sign-offs of a plan', () => {
  test('nobody said anything: every role is awaited', () => {
    expect(stateOf([])).toEqual({
      kind: 'awaited',
      roles: [
        { role: 'platform', missing: 1, owners: [] },
        { role: 'application', missing: 1, owners: [] },
      ],
      by: [],
    });
  });

  test('a yes of each role completes it', () => {
    const [ada, bob] = [word('Ada', 'platform'), word('Bob', 'application')];
    expect(stateOf([ada, bob])).toEqual({ kind: 'complete', by: [ada, bob] });
  });

  test('a quorum counts people: the same person twice is one', () => {
    const requirement = { roles: [{ role: 'platform' as const, quorum: 2 }], validDays: 30, owners: [] };
    const ada = word('Ada', 'platform');
    const again = word('Ada', 'platform');
    expect(stateOf([ada, again], { requirement })).toEqual({
      kind: 'awaited',
      roles: [{ role: 'platform', missing: 1, owners: [] }],
      by: [again],
    });
    expect(stateOf([ada, word('Bob', 'platform')], { requirement }).kind).toBe('complete');
  });

  test('nobody signs for two roles: the later word takes the place of the earlier', () => {
    expect(stateOf([word('Ada', 'platform'), word('Ada', 'application')])).toMatchObject({
      kind: 'awaited',
      roles: [{ role: 'platform', missing: 1 }],
    });
  });

  test('the same name in two directories is two people', () => {
    const requirement = { roles: [{ role: 'platform' as const, quorum: 2 }], validDays: 30, owners: [] };
    const one = word('Ada', 'platform', { person: { id: 'ada', name: 'Ada', tenantId: 'one' } });
    const two = word('Ada', 'platform', { person: { id: 'ada', name: 'Ada', tenantId: 'two' } });
    expect(stateOf([one, two], { requirement }).kind).toBe('complete');
  });

  test.each([
    [1, 'complete'],
    [0, 'awaited'],
    [-1, 'awaited'],
  ])('a yes that expires %i ms from now: %s', (left, kind) => {
    const ada = word('Ada', 'platform', { expiresAt: NOW + left });
    expect(stateOf([ada, word('Bob', 'application')]).kind).toBe(kind);
  });

  test('a refusal stands beside any number of yeses, and does not expire', () => {
    const no = word('Eve', 'security', { kind: 'refuse', reason: 'audit', expiresAt: NOW - DAY });
    expect(stateOf([word('Ada', 'platform'), no, word('Bob', 'application')])).toEqual({ kind: 'refused', by: no });
  });

  test('who refused takes it back by withdrawing it or by a yes', () => {
    const yeses = [word('Ada', 'platform'), word('Bob', 'application')];
    const no = word('Eve', 'security', { kind: 'refuse', reason: 'audit' });
    expect(stateOf([...yeses, no, word('Eve', 'security', { kind: 'withdraw', reason: 'done' })]).kind).toBe(
      'complete',
    );
    expect(stateOf([...yeses, no, word('Eve', 'security')]).kind).toBe('complete');
    expect(stateOf([...yeses, no, word('Ada', 'platform', { kind: 'withdraw', reason: 'no' })]).kind).toBe('refused');
  });

  test('a withdrawn or abstained yes counts no more', () => {
    for (const kind of ['withdraw', 'abstain'] as const) {
      const words = [word('Ada', 'platform'), word('Bob', 'application'), word('Ada', 'platform', { kind })];
      expect(stateOf(words)).toMatchObject({ kind: 'awaited', roles: [{ role: 'platform', missing: 1 }] });
    }
  });

  test('a yes of a role that is not asked for counts for none', () => {
    expect(stateOf([word('Ada', 'security'), word('Bob', 'application')])).toMatchObject({
      kind: 'awaited',
      roles: [{ role: 'platform', missing: 1 }],
    });
  });

  test('who asked for the start cannot be the only one who approved', () => {
    const requirement = { roles: [{ role: 'platform' as const, quorum: 1 }], validDays: 30, owners: [] };
    const [ada, bob] = [word('Ada', 'platform'), word('Bob', 'platform')];
    const askedBy = ada.person;
    expect(stateOf([ada], { requirement, askedBy })).toMatchObject({
      kind: 'awaited',
      roles: [{ role: 'platform', missing: 1 }],
    });
    expect(stateOf([ada, bob], { requirement, askedBy }).kind).toBe('complete');
    expect(stateOf([bob], { requirement, askedBy }).kind).toBe('complete');
  });
});

describe('what a plan needs', () => {
  test('production needs platform and application, every other environment platform', () => {
    expect(requirementOf(['development'], DEFAULT_SIGN_OFF_RULES)).toEqual({
      ...DEFAULT_SIGN_OFF_RULES['*'],
      owners: [],
    });
    expect(requirementOf(['Production'], DEFAULT_SIGN_OFF_RULES)).toEqual(BOTH);
  });

  test('the strictest environment counts for the whole plan, and the shortest validity', () => {
    const rules = {
      test: { roles: [{ role: 'security' as const, quorum: 2 }], validDays: 7 },
      production: RULE,
      '*': { roles: [{ role: 'platform' as const, quorum: 3 }], validDays: 90 },
    };
    expect(requirementOf(['test', 'production', 'lab'], rules)).toEqual({
      roles: [
        { role: 'platform', quorum: 3 },
        { role: 'application', quorum: 1 },
        { role: 'security', quorum: 2 },
      ],
      validDays: 7,
      owners: [],
    });
  });

  test('a sign-off counts for the days that are set', () => {
    expect(expiryOf(NOW, BOTH)).toBe(NOW + 30 * DAY);
  });
});
