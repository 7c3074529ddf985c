import { expect, test } from 'vitest';
import { type AskFacts, askedPeople } from '../../../shared/domain/sign-off/asked.ts';
import type { Members, RoleHolders } from '../../../shared/domain/sign-off/people.ts';
import { NO_MEMBERS } from '../../../shared/domain/sign-off/people.ts';
import type { AwaitedRole } from '../../../shared/domain/sign-off/sign-off.ts';
import { NOW } from '../../support/fleet.ts';
import { givenSignOff } from '../../support/sign-off.ts';

const DAY = 86_400_000;
const person = (name: string) => ({ id: name.toLowerCase(), name });
const members = (...names: string[]): Members => ({ people: names.map(person), groups: [] });

const PEOPLE: RoleHolders = {
  roles: { platform: members('Ada', 'Ben'), application: members('Cem') },
  owners: { Payments: members('Dana', 'Eve'), shop: { people: [], groups: ['g'] } },
  operators: NO_MEMBERS,
};

const facts = (more: Partial<AskFacts> = {}): AskFacts => ({
  people: PEOPLE,
  delegations: [],
  signOffs: [],
  requirement: { roles: [], validDays: 30, owners: ['payments', 'shop'] },
  now: NOW,
  ...more,
});
const asked = (awaited: Partial<AwaitedRole>[], more: Partial<AskFacts> = {}) =>
  askedPeople(
    awaited.map((one) => ({ role: 'platform', missing: 1, owners: [], ...one })),
    facts(more),
  ).map(({ name, role, owner }) => `${name} ${role}${owner ? ` ${owner}` : ''}`);

test('those of the role', () => {
  expect(asked([{}])).toEqual(['Ada platform', 'Ben platform']);
  expect(asked([{ role: 'security' }])).toEqual([]);
});

test('an owner’s own people; where an owner has none that is known, those who speak for everybody', () => {
  const application = { role: 'application' as const };
  expect(asked([{ ...application, owners: ['payments'] }])).toEqual([
    'Dana application payments',
    'Eve application payments',
  ]);
  expect(asked([{ ...application, owners: ['shop'] }])).toEqual(['Cem application']);
  expect(asked([{ ...application, owners: ['payments', 'shop'] }])).toEqual([
    'Dana application payments',
    'Eve application payments',
    'Cem application',
  ]);
  expect(asked([application])).toEqual(['Dana application payments', 'Eve application payments', 'Cem application']);
});

test('who has said yes or abstains is not asked again; who withdrew, or whose yes has expired, is', () => {
  const of = (kind: 'approve' | 'abstain' | 'withdraw', expiresAt = NOW + 1) =>
    asked([{}], { signOffs: [givenSignOff('Ada', 'platform', { kind, expiresAt })] });
  expect(of('approve')).toEqual(['Ben platform']);
  expect(of('abstain', NOW - DAY)).toEqual(['Ben platform']);
  expect(of('withdraw')).toEqual(['Ada platform', 'Ben platform']);
  expect(of('approve', NOW)).toEqual(['Ada platform', 'Ben platform']);
});

test.each([
  ['platform', NOW, NOW + 1, ['Ada platform', 'Fay platform', 'Ben platform']],
  ['platform', NOW + 1, NOW + DAY, ['Ada platform', 'Ben platform']],
  ['platform', NOW - DAY, NOW, ['Ada platform', 'Ben platform']],
  ['security', NOW, NOW + 1, ['Ada platform', 'Ben platform']],
] as const)('who speaks for Ada for %s from %i to %i is asked beside her', (role, begins, ends, names) => {
  const from = { ...person('Ada'), tenantId: 't' };
  const to = { ...person('Fay'), tenantId: 't' };
  expect(asked([{}], { delegations: [{ id: 'd', from, to, role, begins, ends, givenAt: NOW }] })).toEqual(names);
});

test('each is asked once', () => {
  expect(asked([{}, { role: 'platform' }])).toEqual(['Ada platform', 'Ben platform']);
});
