import { sentence } from '../sentence.ts';
import type { Person } from '../sign-off/sign-off.ts';
import { type Instant, momentText } from '../time.ts';

/** Somebody's word that nothing begins and nothing goes forward anywhere until it is lifted. Ways back are not held by it. */
export interface FleetFreeze {
  readonly by: Person;
  readonly at: Instant;
  readonly reason: string;
}

/** The last word on freezing the fleet: the freeze that holds, or that it was lifted. */
export interface FreezeWord extends FleetFreeze {
  /** Also of the announcement, so that telling it twice is telling it once. */
  readonly id: string;
  readonly what: 'frozen' | 'lifted';
  /** Why; empty where `lifted` was said without a reason. */
  readonly reason: string;
  /** It was handed to the outbox: nobody has to do that again. */
  readonly told: boolean;
}

/** The freeze that holds; `undefined`: none does. */
export function freezeIn(word: FreezeWord | undefined): FleetFreeze | undefined {
  if (word?.what !== 'frozen') return undefined;
  const { by, at, reason } = word;
  return { by, at, reason };
}

/** `The fleet is frozen by Ada since 2026-11-20 08:00 UTC: audit.` */
export function freezeText({ by, at, reason }: FleetFreeze): string {
  return `The fleet is frozen by ${by.name} since ${momentText(at)}: ${sentence(reason)}`;
}
