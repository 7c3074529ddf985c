import { InputError } from '../domain/errors.ts';
import type { Delegation } from '../domain/sign-off/delegation.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import { samePerson } from '../domain/sign-off/state.ts';
import { addDays, dayOf, type Instant, MS_PER_DAY, startOfDay } from '../domain/time.ts';
import type { DelegationAnswer, DelegationEnd, DelegationView, NewDelegation } from './delegation-views.ts';
import type { Parts } from './parts.ts';
import { iso } from './read/iso.ts';
import { directOf, type RolesParts, rolesOf } from './roles.ts';

type DelegationParts = RolesParts & Pick<Parts, 'ids'>;

/** A longer absence is a change of who holds the role. */
const LONGEST_DAYS = 90;

/** All delegations, ended ones included: the next to end first, ended ones last. */
export async function delegationsOf({
  delegations,
  clock,
}: Pick<Parts, 'delegations' | 'clock'>): Promise<readonly DelegationView[]> {
  const now = clock.now();
  const order = (a: Delegation, b: Delegation) =>
    Number(a.ends <= now) - Number(b.ends <= now) || a.ends - b.ends || (a.id < b.id ? -1 : 1);
  return (await delegations.list()).toSorted(order).map((one) => view(one, now));
}

/**
 * Lets another person speak in one's place. What was lent cannot be lent on: it takes somebody who holds the role by the
 * settings or by a group.
 *
 * @throws InputError DELEGATION_PERIOD when the days are none, lie in the past or are too many
 */
export async function delegate(
  parts: DelegationParts,
  { role, to: id, toName, from, until }: NewDelegation,
  by: Person,
): Promise<DelegationAnswer> {
  const now = parts.clock.now();
  const period = periodOf(from, until, now);
  const to: Person = { id, name: toName, ...(by.tenantId !== undefined && { tenantId: by.tenantId }) };
  if (samePerson(to, by)) return refused('Nobody needs leave to speak for themselves: name somebody else.');
  if (!by.tenantId) {
    return refused('It is not known which directory you are of, so it cannot be seen which roles you hold: sign in.');
  }
  const { settings } = await parts.planning.load();
  const own = await directOf(parts, settings.people, by);
  if (!own.roles.some((held) => held.role === role)) {
    const unseen = own.unseen === undefined ? '' : ` Some groups could not be asked: ${own.unseen}`;
    return refused(`You do not hold ${role} yourself, so you cannot let anybody speak for it.${unseen}`);
  }
  const delegation: Delegation = { id: parts.ids.next('delegation'), from: by, to, role, ...period, givenAt: now };
  await parts.delegations.save(delegation);
  return { kind: 'given', delegation: view(delegation, now) };
}

/**
 * Ends a delegation now. One that has counted stays in the list as ended: words were given under it. It is ended by who
 * gave it, by who has it, or by an operator.
 */
export async function endDelegation(parts: DelegationParts, id: string, by: Person): Promise<DelegationEnd> {
  const found = (await parts.delegations.list()).find((one) => one.id === id);
  if (!found) return { kind: 'missing' };
  const now = parts.clock.now();
  if (found.ends <= now) return refused('It has ended already.');
  if (!samePerson(found.from, by) && !samePerson(found.to, by)) {
    const held = await rolesOf(parts, by);
    if (held.kind === 'unknown' || !held.operator) {
      return refused(`It is ended by ${found.from.name}, by ${found.to.name}, or by an operator.`);
    }
  }
  if (found.begins < now) await parts.delegations.save({ ...found, ends: now });
  else await parts.delegations.remove(id);
  return { kind: 'ended' };
}

function refused(because: string): { readonly kind: 'refused'; readonly because: string } {
  return { kind: 'refused', because };
}

function periodOf(from: string | undefined, until: string, now: Instant): Pick<Delegation, 'begins' | 'ends'> {
  const begins = Math.max(now, from === undefined ? now : (startOfDay(from) ?? Number.NaN));
  const ends = (startOfDay(until) ?? Number.NaN) + MS_PER_DAY;
  const first = dayOf(now);
  const wrong = (what: string) => new InputError('DELEGATION_PERIOD', what, { from: from ?? first, until });
  if (Number.isNaN(begins) || Number.isNaN(ends)) throw wrong('the days are not days, as in 2026-12-31');
  if (ends <= begins) throw wrong('the last day lies before the first, or in the past');
  const latest = addDays(dayOf(begins), LONGEST_DAYS - 1);
  if (until > latest) throw wrong(`it can last ${LONGEST_DAYS} days at most, until ${latest}`);
  return { begins, ends };
}

function view({ id, from, to, role, begins, ends, givenAt }: Delegation, now: Instant): DelegationView {
  return {
    id,
    from: from.name,
    to: to.name,
    role,
    begins: iso(begins),
    ends: iso(ends),
    givenAt: iso(givenAt),
    state: ends <= now ? 'ended' : begins <= now ? 'in-force' : 'to-come',
  };
}
