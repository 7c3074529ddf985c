import type { MigrationPlan } from '../plan/migration-plan.ts';
import { type Instant, MS_PER_DAY, momentText } from '../time.ts';
import type { AskDates } from './ask-dates.ts';
import { type AskFacts, askedPeople } from './asked.ts';
import { lateText } from './late.ts';
import type { AskedPerson, SignOffNews } from './news.ts';
import type { SignOff, SignOffState } from './sign-off.ts';
import { namesText, voiceText } from './words.ts';

/** A plan that people are asked about, with what they said. */
export interface AskedPlan {
  readonly plan: MigrationPlan;
  readonly dates: AskDates;
  readonly facts: AskFacts;
  readonly state: SignOffState;
}

/** More than these nobody can be asked with one message. */
const MOST_ASKED = 200;

type About = Pick<SignOffNews, 'plan' | 'clusters' | 'opens' | 'awaited' | 'asks'>;

function about({ plan, dates, facts, state }: AskedPlan): About {
  const awaited = state.kind === 'awaited' ? state.roles : [];
  return {
    plan: { id: plan.id, hash: plan.hash },
    awaited,
    asks: atMost(askedPeople(awaited, facts)),
    clusters: clustersOf(plan),
    opens: dates.opens,
  };
}

export function askedNews(asked: AskedPlan, now: Instant): SignOffNews {
  const { plan, dates } = asked;
  return {
    ...about(asked),
    what: 'asked',
    title: `Please sign plan ${plan.id} for ${clusterNames(plan)}: its first window ${opensText(dates, now)}.`,
    why: [],
  };
}

/** It had been complete, or refused: a card that only changes where it stands would not be noticed. */
export function againNews(asked: AskedPlan): SignOffNews {
  const title = `Plan ${asked.plan.id} for ${clusterNames(asked.plan)} needs sign-offs again: a word was taken back or has expired.`;
  return { ...about(asked), what: 'reminder', title, why: [] };
}

export function reminderNews(asked: AskedPlan, now: Instant): SignOffNews {
  const days = Math.max(1, Math.ceil((asked.dates.opens - now) / MS_PER_DAY));
  const left = days === 1 ? 'within a day' : `in ${days} days`;
  return {
    ...about(asked),
    what: 'reminder',
    title: `Plan ${asked.plan.id} still needs sign-offs: its first window opens ${left}, at ${momentText(asked.dates.opens)}.`,
    why: [],
  };
}

export function settledNews(asked: AskedPlan, state: Exclude<SignOffState, { kind: 'awaited' }>): SignOffNews {
  const { id } = asked.plan;
  if (state.kind === 'complete') {
    const why = state.by.map((word) => `${voiceText(word)} has said yes.`);
    return { ...about(asked), what: 'complete', title: `All sign-offs of plan ${id} are there.`, why };
  }
  const title = `Plan ${id} is refused by ${voiceText(state.by)}: nothing of it begins until that is taken back.`;
  return { ...about(asked), what: 'refused', title, why: state.by.reason === undefined ? [] : [state.by.reason] };
}

/** To both sides: to whoever follows the plan, and to those who signed. */
export function lateNews(asked: AskedPlan, late: readonly SignOff[]): SignOffNews {
  const who = namesText(late.map(voiceText));
  return {
    ...about(asked),
    what: 'late',
    title: `Plan ${asked.plan.id} was signed late by ${who}.`,
    why: late.map((word) => `${voiceText(word)}: ${lateText(asked.plan, word)}`),
    asks: atMost(late.map(signerOf).filter(isInDirectory)),
  };
}

/** Who signed, as somebody who can be asked. */
export function signerOf({ person, role, owners }: SignOff): AskedPerson {
  const [owner] = owners ?? [];
  return { id: person.id, name: person.name, role, ...(owner !== undefined && { owner }) };
}

/** On a local stack people are known by the names they tell; those cannot be reached. */
export function isInDirectory({ id }: Pick<AskedPerson, 'id'>): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

export function clustersOf({ waves }: Pick<MigrationPlan, 'waves'>): { clusterId: string; name: string }[] {
  return waves.flatMap(({ clusters }) => clusters.map(({ clusterId, name }) => ({ clusterId, name })));
}

function clusterNames(plan: MigrationPlan): string {
  return namesText(clustersOf(plan).map(({ name }) => name));
}

function opensText({ opens }: AskDates, now: Instant): string {
  return `${now < opens ? 'opens' : 'opened'} at ${momentText(opens)}`;
}

function atMost(people: readonly AskedPerson[]): AskedPerson[] {
  return people.slice(0, MOST_ASKED);
}
