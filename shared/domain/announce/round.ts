import type { PlannedWindow } from '../plan/migration-plan.ts';
import type { Instant } from '../time.ts';
import type { Dropping } from './drop-note.ts';

/** What is said of planned work, from the first word to the last. */
export const PLANNED_WORDS = ['announce', 'findings-and-runbook', 'sign-off-and-lock', 'day-of', 'retro'] as const;
export type PlannedWord = (typeof PLANNED_WORDS)[number];
export const WORK_WORDS = [...PLANNED_WORDS, 'moved', 'called-off'] as const;
export type WorkWord = (typeof WORK_WORDS)[number];

/** Of planned work on one cluster: what people are told. Names come from outside. */
export interface PlannedWork {
  readonly what: WorkWord;
  readonly plan: { readonly id: string; readonly hash: string };
  readonly clusterId: string;
  readonly cluster: string;
  readonly region: string;
  readonly timeZone: string;
  readonly environment: string;
  /** From the first window's opening to the last one's end. */
  readonly window: PlannedWindow;
  /** `moved`: what people had been told. */
  readonly before?: PlannedWindow;
  /** It was to be said earlier. */
  readonly late: boolean;
  /** One sentence: what it is about. */
  readonly title: string;
  /** What moved and why, one sentence each; empty where nothing did. */
  readonly why: readonly string[];
  readonly steps: readonly string[];
  /** What stands in the way today, and what leans on these pools, one sentence each. */
  readonly blockers: readonly string[];
  readonly dependencies: readonly string[];
  readonly owners: readonly string[];
}

/** What was said about the work on one cluster, changed only by who knows its etag. */
export interface Round extends Dropping<WorkWord> {
  readonly format: 1;
  readonly clusterId: string;
  /** From 1; the next one begins when the work of this one is over or was called off. */
  readonly number: number;
  /** How often people were told that it moved. */
  readonly moves: number;
  /** The plan whose dates people know, or would be told first. */
  readonly planHash: string;
  readonly work: Omit<PlannedWork, 'what' | 'late' | 'title' | 'why' | 'before'>;
  /** When each word is due. */
  readonly dates: readonly WordDate[];
  /** Words said or dropped for these dates. */
  readonly settled: readonly PlannedWord[];
  /** Whether people were told any date. */
  readonly told: boolean;
  /** Nothing more will be said. */
  readonly over: boolean;
  /** Decided and not yet known to be in the queue. */
  readonly toSend: readonly ToSay[];
}

export interface WordDate {
  readonly word: PlannedWord;
  readonly from: Instant;
  /** After this it is late. */
  readonly to: Instant;
  /** From here on it must not be said any more. */
  readonly notAfter: Instant;
}

export interface ToSay {
  readonly id: string;
  readonly at: Instant;
  readonly notAfter: Instant;
  readonly work: PlannedWork;
}
