import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SIGN_OFF_RULES, expiryOf, requirementOf } from '../../../shared/domain/sign-off/requirement.ts';
import { ROLES, type Role, type SignOff, type SignOffRequirement } from '../../../shared/domain/sign-off/sign-off.ts';
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

describe('owners of affected workloads', () => {
  const OWNED: SignOffRequirement = { ...RULE, owners: ['payments', 'Shop'] };
  const ada = word('Ada', 'platform');
  const awaited = (missing: number, owners: string[]) => [{ role: 'application', missing, owners }];

  test.each<[string, Partial<SignOff>[], ReturnType<typeof awaited> | 'complete']>([
    ['nobody of application', [], awaited(1, ['payments', 'Shop'])],
    ['one for everybody', [{}], 'complete'],
    ['one for both', [{ owners: ['SHOP', 'payments'] }], 'complete'],
    ['one for each', [{ owners: ['payments'] }, { owners: ['shop'] }], 'complete'],
    ['one for one of them', [{ owners: ['payments'] }], awaited(1, ['Shop'])],
    ['two for one of them', [{ owners: ['payments'] }, { owners: ['Payments'] }], awaited(1, ['Shop'])],
    ['one for somebody else', [{ owners: ['ads'] }], awaited(1, ['payments', 'Shop'])],
    ['one that abstains', [{ kind: 'abstain', reason: 'new here' }], awaited(1, ['payments', 'Shop'])],
    ['one that has expired', [{ owners: ['payments', 'shop'], expiresAt: NOW }], awaited(1, ['payments', 'Shop'])],
  ])('%s', (_, words, comesTo) => {
    const said = words.map((more, index) => word(`P${index}`, 'application', more));
    const state = stateOf([ada, ...said], { requirement: OWNED });
    expect(state.kind === 'awaited' ? state.roles : state.kind).toEqual(comesTo);
  });

  test('an owner that is covered does not fill the quorum, and a full quorum covers no owner', () => {
    const requirement = { ...OWNED, roles: [{ role: 'application' as const, quorum: 2 }] };
    const all = word('Ben', 'application');
    expect(stateOf([all], { requirement })).toMatchObject({ roles: awaited(1, []) });
    const shop = [word('Cem', 'application', { owners: ['shop'] }), word('Dana', 'application', { owners: ['shop'] })];
    expect(stateOf(shop, { requirement })).toMatchObject({ roles: awaited(1, ['payments']) });
    expect(stateOf([...shop, all], { requirement }).kind).toBe('complete');
  });

  test('where no owner is known, only a word for everybody counts', () => {
    const some = word('Ben', 'application', { owners: ['shop'] });
    expect(stateOf([ada, some])).toMatchObject({ roles: awaited(1, []) });
    expect(stateOf([ada, word('Ben', 'application')]).kind).toBe('complete');
  });

  test('a yes given in the place of somebody counts once, for the one who gave it', () => {
    const requirement = { roles: [{ role: 'platform' as const, quorum: 2 }], validDays: 30, owners: [] };
    const own = word('Ben', 'platform');
    const lent = word('Ben', 'platform', { onBehalfOf: { id: 'ada', name: 'Ada' } });
    expect(stateOf([own, lent], { requirement })).toEqual({
      kind: 'awaited',
      roles: [{ role: 'platform', missing: 1, owners: [] }],
      by: [lent],
    });
    expect(stateOf([own, lent, word('Ada', 'platform')], { requirement }).kind).toBe('complete');
  });

  test('a yes that nobody asked for stands beside the others', () => {
    const [ben, eve] = [word('Ben', 'application'), word('Eve', 'security')];
    expect(stateOf([ada, ben, eve])).toEqual({ kind: 'complete', by: [ada, ben], beside: [eve] });
  });

  test('nobody becomes two people by leaving out the directory', () => {
    const named = word('Ada', 'platform', { person: { id: 'ada', name: 'Ada', tenantId: 'one' } });
    expect(stateOf([named, ada])).toMatchObject({ by: [ada] });
    expect(stateOf([ada, named])).toMatchObject({ by: [named] });
  });
});

describe('whatever is said, in whatever order', () => {
  const OWNERS = ['payments', 'shop', 'ads'];
  const people = fc.constantFrom('Ada', 'Ben', 'Cem', 'Dana', 'Eve');
  const said = fc.record({
    name: people,
    role: fc.constantFrom(...ROLES),
    kind: fc.constantFrom(
      'approve' as const,
      'approve' as const,
      'abstain' as const,
      'refuse' as const,
      'withdraw' as const,
    ),
    owners: fc.option(fc.subarray(OWNERS), { nil: undefined }),
    left: fc.integer({ min: -1, max: 2 }),
  });
  const given = fc
    .array(said, { maxLength: 12 })
    .map((all) =>
      all.map(({ name, role, kind, owners, left }) =>
        word(name, role, { kind, expiresAt: NOW + left, ...(owners && { owners }) }),
      ),
    );
  const asked = fc.record({
    roles: fc
      .subarray([...ROLES], { minLength: 1 })
      .chain((roles) =>
        fc.tuple(
          ...roles.map((role) => fc.record({ role: fc.constant(role), quorum: fc.integer({ min: 1, max: 3 }) })),
        ),
      ),
    owners: fc.subarray(OWNERS),
    validDays: fc.constant(30),
  });

  test('a plan is complete only with every quorum of distinct people that count now, every owner covered, and no refusal', () => {
    fc.assert(
      fc.property(given, asked, (signOffs, requirement) => {
        const state = stateOf(signOffs, { requirement });
        const last = new Map(signOffs.map((one) => [one.person.id, one]));
        const standing = [...last.values()];
        const counts = ({ role, kind, expiresAt, owners }: SignOff) =>
          kind === 'approve' &&
          expiresAt > NOW &&
          (role !== 'application' || !owners || owners.some((owner) => requirement.owners.includes(owner)));
        const yes = standing.filter(counts);
        const full = requirement.roles.every(
          ({ role, quorum }) => yes.filter((one) => one.role === role).length >= quorum,
        );
        const application = yes.filter(({ role }) => role === 'application');
        const covered =
          !requirement.roles.some(({ role }) => role === 'application') ||
          requirement.owners.every((owner) => application.some(({ owners }) => !owners || owners.includes(owner)));
        const refused = standing.some(({ kind }) => kind === 'refuse');
        expect(state.kind).toBe(refused ? 'refused' : full && covered ? 'complete' : 'awaited');
      }),
      { numRuns: 500 },
    );
  });

  test('one more yes of somebody new never makes it worse, and a withdrawal of a yes never better', () => {
    fc.assert(
      fc.property(given, asked, fc.constantFrom(...ROLES), (signOffs, requirement, role) => {
        const missing = (words: SignOff[]) => {
          const state = stateOf(words, { requirement });
          if (state.kind === 'refused') return Number.POSITIVE_INFINITY;
          return state.kind === 'awaited'
            ? state.roles.reduce((sum, one) => sum + one.missing + one.owners.length, 0)
            : 0;
        };
        const before = missing(signOffs);
        expect(missing([...signOffs, word('Zoe', role)])).toBeLessThanOrEqual(before);
        const yes = signOffs.findLast(({ kind }) => kind === 'approve');
        const isStanding = yes && signOffs.findLast(({ person }) => person.id === yes.person.id) === yes;
        if (yes && isStanding)
          expect(missing([...signOffs, { ...yes, kind: 'withdraw' }])).toBeGreaterThanOrEqual(before);
      }),
    );
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
