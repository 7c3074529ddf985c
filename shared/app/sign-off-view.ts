import type { Admission } from '../domain/migration/admission.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { type AskFacts, askedPeople } from '../domain/sign-off/asked.ts';
import { lateSignOffs, lateText } from '../domain/sign-off/late.ts';
import type { SignOff, SignOffState } from '../domain/sign-off/sign-off.ts';
import { signOffState } from '../domain/sign-off/state.ts';
import { awaitedText, voiceText } from '../domain/sign-off/words.ts';
import type { SignOffsView } from './migration-views.ts';
import { iso } from './read/iso.ts';

/** A plan's sign-offs as people and programs are shown them, oldest first. Names and reasons come from outside. */
export function signOffsView(
  plan: Pick<MigrationPlan, 'id' | 'hash' | 'waves'>,
  facts: AskFacts,
  standing: Admission['plan'],
): SignOffsView {
  const state = signOffState(facts);
  const isVoid = standing.kind === 'changed';
  const late = new Set(lateSignOffs(plan, facts.signOffs, facts.requirement));
  return {
    planId: plan.id,
    planHash: plan.hash,
    state: isVoid ? 'void' : state.kind,
    why: isVoid ? standing.why : whyOf(state),
    awaited: isVoid || state.kind !== 'awaited' ? [] : awaitedOf(state, facts),
    signOffs: facts.signOffs.map((word) => wordView(word, late.has(word) ? lateText(plan, word) : undefined)),
  };
}

function awaitedOf({ roles }: Extract<SignOffState, { kind: 'awaited' }>, facts: AskFacts): SignOffsView['awaited'] {
  return roles.map((one) => ({
    role: one.role,
    missing: one.missing,
    owners: [...one.owners],
    people: askedPeople([one], facts).map(({ name }) => name),
  }));
}

function wordView(word: SignOff, late: string | undefined): SignOffsView['signOffs'][number] {
  const { id, person, role, owners, onBehalfOf, kind, at, expiresAt, reason, via } = word;
  return {
    id,
    person: person.name,
    role,
    ...(owners && { owners: [...owners] }),
    ...(onBehalfOf && { onBehalfOf: onBehalfOf.name }),
    kind,
    at: iso(at),
    expiresAt: iso(expiresAt),
    ...(reason === undefined ? {} : { reason }),
    ...(late === undefined ? {} : { late }),
    via,
  };
}

function whyOf(state: SignOffState): string {
  if (state.kind === 'complete') return `Signed off by ${state.by.map(voiceText).join(', ')}.`;
  if (state.kind === 'awaited') return `Awaited: ${awaitedText(state.roles)}.`;
  const { reason } = state.by;
  return `Refused by ${voiceText(state.by)}${reason ? `: ${reason}` : '.'}`;
}
