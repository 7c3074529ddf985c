import type { Admission } from '../domain/migration/admission.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import type { SignOff, SignOffRequirement, SignOffState } from '../domain/sign-off/sign-off.ts';
import { signOffState } from '../domain/sign-off/state.ts';
import type { Instant } from '../domain/time.ts';
import type { SignOffsView } from './migration-views.ts';
import { iso } from './read/iso.ts';

/** A plan's sign-offs as people and programs are shown them, oldest first. Names and reasons come from outside. */
export function signOffsView(
  { id, hash }: Pick<MigrationPlan, 'id' | 'hash'>,
  words: readonly SignOff[],
  requirement: SignOffRequirement,
  standing: Admission['plan'],
  now: Instant,
): SignOffsView {
  const state = signOffState({ signOffs: words, requirement, now });
  const isVoid = standing.kind === 'changed';
  return {
    planId: id,
    planHash: hash,
    state: isVoid ? 'void' : state.kind,
    why: isVoid ? standing.why : whyOf(state),
    awaited: !isVoid && state.kind === 'awaited' ? state.roles.map((role) => ({ ...role })) : [],
    signOffs: words.map(({ id: wordId, person, role, kind, at, expiresAt, reason, via }) => ({
      id: wordId,
      person: person.name,
      role,
      kind,
      at: iso(at),
      expiresAt: iso(expiresAt),
      ...(reason === undefined ? {} : { reason }),
      via,
    })),
  };
}

function whyOf(state: SignOffState): string {
  if (state.kind === 'complete') {
    const names = state.by.map(({ person, role }) => `${person.name} (${role})`);
    return `Signed off by ${names.join(', ')}.`;
  }
  if (state.kind === 'refused') {
    const { person, role, reason } = state.by;
    return `Refused by ${person.name} (${role})${reason ? `: ${reason}` : '.'}`;
  }
  return `Awaited: ${state.roles.map(({ role, missing }) => `${missing} of ${role}`).join(', ')}.`;
}
