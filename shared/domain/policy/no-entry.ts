import type { Verdict } from './finding.ts';
import { type PoolSubject, unknown, unreadable } from './subject.ts';

/** The verdict of every retirement rule on a pool that the calendar has no entry for. */
export function noEntry(subject: PoolSubject): Verdict {
  const { image } = subject;
  if (image.kind === 'unknown') return unreadable(subject);
  return unknown(`a retirement entry for the image family ${image.family}`);
}
