/** Failed tries of a step in a row after which a person is asked. */
export const MOST_TRIES = 6;

/** 2, 4, 8... times `first`, at most five minutes. */
export function backOff(first: number, tries: number): number {
  return Math.min(300, first * 2 ** tries);
}
