/** Who talks with the local stack in its chat clients. `planning.json` of the fleets in `dev/fleets` names the same people. */

export interface ChatPerson {
  /** In addresses and ids, as in `platform-lead`. */
  readonly key: string;
  readonly name: string;
  readonly directoryId: string;
}

/** The directory that all of them are in. */
export const CHAT_TENANT = '70000000-0000-4000-8000-000000000001';

const person = (number: number, key: string, name: string): ChatPerson => ({
  key,
  name,
  directoryId: `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
});

export const PLATFORM_LEAD = person(1, 'platform-lead', 'Platform lead');
export const SHOP_OWNER = person(2, 'shop-owner', 'Shop owner');

/** Who has a chat client of their own, the first one's is the one that pages link to. */
export const WITH_A_CLIENT: readonly ChatPerson[] = [PLATFORM_LEAD, SHOP_OWNER];

/** Six, since the Agents Playground wants exactly five beside whoever sits in front of it. */
export const EVERYBODY: readonly ChatPerson[] = [
  ...WITH_A_CLIENT,
  person(3, 'security', 'Security'),
  person(4, 'compliance', 'Compliance'),
  person(5, 'on-call', 'On-call'),
  person(6, 'guest', 'Guest'),
];
