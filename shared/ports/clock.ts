import type { Instant } from '../domain/time.ts';

export interface Clock {
  now(): Instant;
}

/** Makes ids that start with a letter (a host may turn an id of digits into a number). */
export interface IdMaker {
  next(prefix: string): string;
}
