import { lines } from '../announce/lines.ts';
import { diffPlans } from '../plan/diff-plans.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import { type Instant, momentText } from '../time.ts';
import { type AskedPlan, clustersOf, isInDirectory, signerOf } from './ask-news.ts';
import { type AskFacts, askedPeople } from './asked.ts';
import type { AskedPerson, SignOffNews } from './news.ts';
import { speaksForSome } from './owners.ts';
import type { Role, SignOff, SignOffRequirement } from './sign-off.ts';
import { samePerson, standingWords } from './state.ts';
import { voiceText } from './words.ts';

/** The plan that people were asked about, as it is kept. */
export interface VoidPlan {
  readonly plan: MigrationPlan;
  readonly facts: AskFacts;
}

/** What takes its place. */
export interface Successor {
  readonly plan: MigrationPlan;
  /** Absent: it has no window, and nobody is asked for it. */
  readonly asked?: AskedPlan;
}

/**
 * Sign-offs do not count any more because their plan is not proposed as it was. It concerns who had said something, and
 * whose word is needed only now; whose word is not needed any more is told so.
 *
 * @param before absent: it is not kept any more
 * @param after absent: no plan is proposed for its clusters
 */
export function voidNews(
  plan: SignOffNews['plan'],
  before: VoidPlan | undefined,
  after: Successor | undefined,
  now: Instant,
): SignOffNews {
  const words = before ? standingWords(before.facts.signOffs) : [];
  const needed = words.filter((word) => after?.asked && isStillNeeded(word, after.asked.facts.requirement));
  const instead = after ? `: plan ${after.plan.id} is proposed in its place` : '';
  return {
    what: 'void',
    plan,
    title: `Plan ${plan.id} is not proposed any more${instead}.`,
    why: [
      words.some(({ kind }) => kind === 'approve')
        ? 'Its sign-offs do not count any more.'
        : 'Nobody had signed it; it cannot be signed any more.',
      ...changes(before, after),
      ...(after ? words.filter((word) => !needed.includes(word)) : []).map(
        (word) => `No word is needed any more of ${voiceText(word)}.`,
      ),
      ...nextStep(after, now),
    ],
    awaited: [],
    asks: concerned(before, after, after ? needed : words),
    clusters: clustersOf(before?.plan ?? after?.plan ?? { waves: [] }),
  };
}

function changes(before: VoidPlan | undefined, after: Successor | undefined): string[] {
  if (!after) return ['No plan is proposed for its clusters.'];
  return before ? lines(diffPlans(before.plan, after.plan)) : ['What changed is not known: it is not kept any more.'];
}

function nextStep(after: Successor | undefined, now: Instant): string[] {
  if (!after) return [];
  if (!after.asked) return ['The plan in its place has no window, so nobody needs to sign it yet.'];
  const { due } = after.asked.dates;
  return due > now ? [`Sign-offs of the plan in its place are asked for from ${momentText(due)} on.`] : [];
}

function isStillNeeded(word: SignOff, requirement: SignOffRequirement): boolean {
  if (!asks(requirement, word.role)) return false;
  return word.role !== 'application' || speaksForSome(word, requirement.owners);
}

function asks({ roles }: SignOffRequirement, role: Role): boolean {
  return roles.some((one) => one.role === role);
}

/** Those who had said something and still matter, and those who matter only now. */
function concerned(
  before: VoidPlan | undefined,
  after: Successor | undefined,
  spoke: readonly SignOff[],
): AskedPerson[] {
  const known = before ? everybodyOf(before.facts) : [];
  const now = after?.asked ? everybodyOf(after.asked.facts) : [];
  const only = now.filter((one) => !known.some((other) => samePerson(one, other)));
  const all = [...spoke.map(signerOf).filter(isInDirectory), ...only];
  return all.filter((one, index) => all.findIndex((other) => samePerson(one, other)) === index);
}

/** All who could ever have been asked, whatever was said. */
function everybodyOf(facts: AskFacts): AskedPerson[] {
  const { roles, owners } = facts.requirement;
  const all = roles.map(({ role, quorum }) => ({
    role,
    missing: quorum,
    owners: role === 'application' ? owners : [],
  }));
  return askedPeople(all, { ...facts, signOffs: [] });
}
