import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import { type HeldRole, voiceOf } from '../../domain/sign-off/held-role.ts';
import { isSameOwner, requirementOfPlan } from '../../domain/sign-off/owners.ts';
import { NO_MEMBERS, type RoleHolders } from '../../domain/sign-off/people.ts';
import type { Person, Role, SignOff, SignOffRequirement } from '../../domain/sign-off/sign-off.ts';
import type { Instant } from '../../domain/time.ts';
import type { Parts } from '../parts.ts';
import { rolesOf } from '../roles.ts';
import { membersText, unseenEnd, unseenText } from './who-may.ts';

export type MaySign =
  /** `held`: absent where what they hold does not matter. */
  | { readonly kind: 'yes'; readonly held?: readonly HeldRole[] }
  /** `because`: `expired`, there is nothing left to sign for; `not-asked`, the role is not among those that sign this plan. */
  | { readonly kind: 'no'; readonly because: 'expired' | 'not-asked' | 'wrong-person'; readonly why: string };

/** There is nothing to say anything on. */
export const PLAN_GONE = 'This plan is not kept any more. “plans” shows what is proposed now.';

/** Whether somebody may say this on a proposed plan now, by button or in words. What was said may be taken back without the role. */
export async function maySign(
  parts: Parts,
  plan: MigrationPlan,
  { kind, role }: Pick<SignOff, 'kind' | 'role'>,
  by: Person,
): Promise<MaySign> {
  const { settings } = await parts.planning.load();
  const requirement = requirementOfPlan(plan, settings.signOffs);
  if (windowsOver(plan, parts.clock.now())) {
    const why = 'All windows of this plan are over: it will be planned anew, and then it is asked for again.';
    return { kind: 'no', because: 'expired', why };
  }
  if (kind === 'withdraw') return { kind: 'yes' };
  if (!requirement.roles.some((one) => one.role === role)) {
    return { kind: 'no', because: 'not-asked', why: `The word of ${role} is not asked for on this plan.` };
  }
  const held = await rolesOf(parts, by);
  if (held.kind === 'unknown') return { kind: 'no', because: 'wrong-person', why: unseenText(held.why) };
  const voice = voiceOf(held.roles, role, requirement.owners);
  if (voice.kind === 'heard') return { kind: 'yes', held: held.roles };
  const why = `${voice.because} ${whoMay(settings.people, role, requirement)}${unseenEnd(held)}`;
  return { kind: 'no', because: 'wrong-person', why };
}

function windowsOver({ waves }: MigrationPlan, now: Instant): boolean {
  const windows = waves.flatMap(({ clusters }) =>
    clusters.flatMap(({ steps }) => steps.flatMap((step) => step.windows)),
  );
  return windows.length > 0 && windows.every(({ closes }) => closes <= now);
}

function whoMay(people: RoleHolders, role: Role, { owners }: SignOffRequirement): string {
  const all = people.roles[role] ?? NO_MEMBERS;
  const own = role === 'application' ? owners.flatMap((owner) => ownerMembers(people, owner)) : [];
  return `Who may: ${membersText([...own, all])}`;
}

function ownerMembers({ owners }: RoleHolders, owner: string) {
  return Object.entries(owners).flatMap(([name, members]) => (isSameOwner(name, owner) ? [members] : []));
}
