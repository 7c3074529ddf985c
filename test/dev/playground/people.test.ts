import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configFile } from '../../../dev/playground/config-file.ts';
import { CHAT_TENANT, EVERYBODY, PLATFORM_LEAD, SHOP_OWNER } from '../../../dev/playground/people.ts';
import { PlanningFile } from '../../../shared/adapters/policy/planning-file.ts';

test.each(['demo', 'story'])('the people of the %s fleet are those who sit in front of the chat clients', (fleet) => {
  const file = readFileSync(`dev/fleets/${fleet}.policy/planning.json`, 'utf8');
  const { people } = PlanningFile.parse(JSON.parse(file));
  const all = [...Object.values(people?.roles ?? {}), ...Object.values(people?.owners ?? {}), people?.operators];
  const named = all.flatMap((holders) => holders?.people ?? []);
  const known = EVERYBODY.map(({ directoryId, name }) => ({ id: directoryId, name }));

  expect(known).toEqual(expect.arrayContaining(named));
  expect(people?.roles?.platform?.people).toEqual([{ id: PLATFORM_LEAD.directoryId, name: PLATFORM_LEAD.name }]);
  expect(people?.owners?.['storefront']?.people).toEqual([{ id: SHOP_OWNER.directoryId, name: SHOP_OWNER.name }]);
});

test('two clients are of one directory and one bot, and share no conversation', () => {
  const [lead, owner] = [PLATFORM_LEAD, SHOP_OWNER].map((person) => parse(configFile(person)));
  const places = (file: typeof lead) => [
    file.personalChat.id,
    file.groupChat.id,
    file.team.id,
    ...file.team.channels.map(({ id }: { id: string }) => id),
  ];

  expect([lead.tenantId, owner.tenantId]).toEqual([CHAT_TENANT, CHAT_TENANT]);
  expect(lead.bot).toEqual(owner.bot);
  expect(new Set([...places(lead), ...places(owner)]).size).toBe(8);
});

test('in front of a client sits one person, and the five others are around', () => {
  const file = parse(configFile(SHOP_OWNER));
  const ids: string[] = [file.currentUser, ...file.users].map(({ aadObjectId }) => aadObjectId);

  expect(file.currentUser).toMatchObject({ name: SHOP_OWNER.name, aadObjectId: SHOP_OWNER.directoryId });
  expect(ids.toSorted()).toEqual(EVERYBODY.map(({ directoryId }) => directoryId).toSorted());
});
