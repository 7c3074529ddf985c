import { expect, test } from 'vitest';
import { planningOf } from '../../../shared/adapters/policy/planning-file.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { NO_MEMBERS } from '../../../shared/domain/sign-off/people.ts';

const ADA = '0A0A0A0A-0000-4000-8000-00000000000a';
const BEN = '0b0b0b0b-0000-4000-8000-00000000000b';
const GROUP = '0c0c0c0c-0000-4000-8000-00000000000c';

const peopleOf = (people: unknown) => planningOf(JSON.stringify({ people })).settings.people;

test('nobody holds anything by default', () => {
  const { signOff, told } = DEFAULT_PLAN_SETTINGS.people;
  const nobody = { roles: {}, owners: {}, operators: NO_MEMBERS };
  expect(DEFAULT_PLAN_SETTINGS.people).toEqual({ signOff, told, ...nobody });
  expect(peopleOf({ signOff: ['payments lead'] })).toEqual({ signOff: ['payments lead'], told, ...nobody });
  expect(peopleOf({ told: [] })).toEqual({ signOff, told: [], ...nobody });
});

test('people and groups of roles, owners and operators are read, ids in lower case', () => {
  const people = {
    roles: { platform: { people: [{ id: ADA, name: 'Ada' }] }, security: { groups: [GROUP] } },
    owners: { 'Team Payments': { people: [{ id: BEN, name: ' Ben ' }], groups: [GROUP] } },
    operators: { groups: [GROUP] },
  };
  expect(peopleOf(people)).toEqual({
    ...DEFAULT_PLAN_SETTINGS.people,
    roles: {
      platform: { people: [{ id: ADA.toLowerCase(), name: 'Ada' }], groups: [] },
      security: { people: [], groups: [GROUP] },
    },
    owners: { 'Team Payments': { people: [{ id: BEN, name: 'Ben' }], groups: [GROUP] } },
    operators: { people: [], groups: [GROUP] },
  });
});

test.each([
  [{ roles: { boss: {} } }, 'people.roles: Unrecognized key: "boss"'],
  [
    { roles: { platform: { people: [{ id: 'ada', name: 'Ada' }] } } },
    'people.roles.platform.people[0].id: expected a directory id, as in 11111111-2222-3333-4444-555555555555',
  ],
  [
    { operators: { groups: ['ops'] } },
    'people.operators.groups[0]: expected a directory id, as in 11111111-2222-3333-4444-555555555555',
  ],
  [{ roles: { platform: { people: [{ id: BEN, name: ' ' }] } } }, 'people.roles.platform.people[0].name: Too small'],
  [{ owners: { payments: { members: [] } } }, 'people.owners.payments: Unrecognized key: "members"'],
  [
    { owners: { payments: {}, ' Payments': {} } },
    'people.owners.Payments: Payments and payments are one owner: name it once',
  ],
])('%j is refused with its place', (people, said) => {
  expect(() => peopleOf(people)).toThrow(expect.objectContaining({ code: 'PLANNING_UNREADABLE' }));
  expect(() => peopleOf(people)).toThrow(said);
});
