import { describe, expect, test } from 'vitest';
import type { Parts } from '../../../shared/app/parts.ts';
import { rolesOf } from '../../../shared/app/roles.ts';
import type { Person, Role } from '../../../shared/domain/sign-off/sign-off.ts';
import { NOW } from '../../support/fleet.ts';
import { givenApp } from '../given-app.ts';
import { ADA, BEN, CEM, DANA, directoryOf, named, OPS, planningWith, SHOP } from './given-people.ts';

const PEOPLE = {
  roles: { platform: named(ADA), application: { groups: [OPS] }, security: { ...named(BEN), groups: [OPS] } },
  owners: { payments: named(BEN), shop: { groups: [SHOP] } },
  operators: { ...named(DANA) },
};

function given(overrides: Partial<Parts> = {}) {
  return givenApp({}, { planning: planningWith(PEOPLE), groups: directoryOf({}), ...overrides }).parts;
}

async function lend(parts: Parts, from: Person, to: Person, role: Role, [begins, ends] = [NOW, NOW + 1]) {
  await parts.delegations.save({ id: `${from.name}-${role}`, from, to, role, begins, ends, givenAt: NOW });
}

const seen = (roles: object[], operator = false) => ({ kind: 'seen', roles, operator });

describe('what a person may speak as', () => {
  test.each<[Person, object]>([
    [ADA, seen([{ role: 'platform' }], true)],
    [BEN, seen([{ role: 'security' }, { role: 'application', owners: ['payments'] }])],
    [CEM, seen([])],
    [DANA, seen([], true)],
  ])('by the settings: $name', async (who, held) => {
    expect(await rolesOf(given(), who)).toEqual(held);
  });

  test('ids are compared without regard to case', async () => {
    expect(await rolesOf(given(), { ...ADA, id: ADA.id.toUpperCase() })).toMatchObject({
      roles: [{ role: 'platform' }],
    });
  });

  test('by groups: who speaks for every owner holds none of them besides', async () => {
    const parts = given({ groups: directoryOf({ [OPS]: [CEM], [SHOP]: [CEM, BEN] }) });
    expect(await rolesOf(parts, CEM)).toEqual(seen([{ role: 'application' }, { role: 'security' }]));
    expect(await rolesOf(parts, BEN)).toEqual(
      seen([{ role: 'security' }, { role: 'application', owners: ['payments', 'shop'] }]),
    );
  });

  test('without a directory id, or a directory, nobody holds anything', async () => {
    const homeless = { id: ADA.id, name: ADA.name };
    expect(await rolesOf(given(), homeless)).toEqual(seen([]));
    expect(await rolesOf(given(), { ...ADA, id: '' })).toEqual(seen([]));
  });
});

describe('groups', () => {
  test('are asked once, only those that decide, and not at all where there are none', async () => {
    const asked: (readonly string[])[] = [];
    const groups = {
      memberOf: async (_: string, groupIds: readonly string[]) => {
        asked.push(groupIds);
        return { kind: 'seen' as const, groupIds: [] };
      },
    };
    await rolesOf(given({ groups }), BEN);
    await rolesOf(given({ groups, planning: planningWith({ roles: { platform: named(ADA) } }) }), CEM);
    expect(asked).toEqual([[OPS, SHOP]]);
  });

  test('that cannot be asked make nobody a member: what the settings say still counts, and the rest is not known', async () => {
    const parts = given({ groups: { memberOf: async () => ({ kind: 'unknown', why: 'Graph did not answer.' }) } });
    expect(await rolesOf(parts, CEM)).toEqual({ kind: 'unknown', why: 'Graph did not answer.' });
    expect(await rolesOf(parts, ADA)).toEqual({
      ...seen([{ role: 'platform' }], true),
      unseen: 'Graph did not answer.',
    });
  });
});

describe('in the place of somebody', () => {
  test.each<[[number, number], boolean]>([
    [[NOW - 1, NOW], false],
    [[NOW, NOW + 1], true],
    [[NOW + 1, NOW + 2], false],
  ])('from %j: %s', async (period, counts) => {
    const parts = given();
    await lend(parts, ADA, CEM, 'platform', period);
    expect(await rolesOf(parts, CEM)).toEqual(counts ? seen([{ role: 'platform', onBehalfOf: ADA }], true) : seen([]));
  });

  test('only for the role, for the same owners, and beside what is held otherwise', async () => {
    const parts = given({ groups: directoryOf({ [SHOP]: [CEM] }) });
    await lend(parts, BEN, CEM, 'application');
    expect(await rolesOf(parts, CEM)).toEqual(
      seen([
        { role: 'application', owners: ['shop'] },
        { role: 'application', owners: ['payments'], onBehalfOf: BEN },
      ]),
    );
  });

  test('it counts only while the other one holds the role, directly: there are no chains', async () => {
    const parts = given();
    await lend(parts, CEM, DANA, 'platform');
    expect(await rolesOf(parts, DANA)).toEqual(seen([], true));
    await lend(parts, ADA, CEM, 'platform');
    expect(await rolesOf(parts, DANA)).toEqual(seen([], true));
    const without = given({ planning: planningWith({}), delegations: parts.delegations });
    expect(await rolesOf(without, CEM)).toEqual(seen([]));
  });

  test('whether the other one holds it cannot be seen: nothing is held, and that is said', async () => {
    const unseen = { memberOf: async () => ({ kind: 'unknown' as const, why: 'Graph did not answer.' }) };
    const parts = given({ groups: unseen, planning: planningWith({ roles: { security: { groups: [OPS] } } }) });
    await lend(parts, ADA, CEM, 'security');
    expect(await rolesOf(parts, CEM)).toEqual({ kind: 'unknown', why: 'Graph did not answer.' });
  });
});
