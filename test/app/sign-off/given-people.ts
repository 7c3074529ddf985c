/** People of a directory who hold roles by planning.json, and a directory that knows who is in which group. */
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import type { Person } from '../../../shared/domain/sign-off/sign-off.ts';
import type { DirectoryGroups } from '../../../shared/ports/directory-groups.ts';

const TENANT = 'eeeeeeee-0000-4000-8000-00000000000e';

function person(name: string, digit: string): Person {
  return { id: `${digit.repeat(8)}-0000-4000-8000-000000000000`, name, tenantId: TENANT };
}

export const ADA = person('Ada', 'a');
export const BEN = person('Ben', 'b');
export const CEM = person('Cem', 'c');
export const DANA = person('Dana', 'd');

export const OPS = '11111111-0000-4000-8000-000000000001';
export const SHOP = '22222222-0000-4000-8000-000000000002';

/** As `people` of planning.json. */
export function planningWith(people: unknown) {
  return fixedPlanning(JSON.stringify({ people }));
}

export function named(...people: readonly Person[]) {
  return { people: people.map(({ id, name }) => ({ id, name })) };
}

/** @param members ids of people, by the id of a group */
export function directoryOf(members: Readonly<Record<string, readonly Person[]>>): DirectoryGroups {
  return {
    memberOf: async (personId, groupIds) => ({
      kind: 'seen',
      groupIds: groupIds.filter((group) => members[group]?.some(({ id }) => id === personId)),
    }),
  };
}
