import type { Instant } from '../domain/time.ts';

export interface Clock {
  now(): Instant;
}

/** Makes ids that start with a letter (a host may turn an id of digits into a number). */
export interface IdMaker {
  next(prefix: string): string;
  /** The same text always gives the same id: what is sent again after a crash can be told from news. */
  of(prefix: string, text: string): string;
}

/** Waits that many real milliseconds, whatever clock the fleet lives on. Only for keeping within limits. */
export type Pause = (milliseconds: number) => Promise<void>;
