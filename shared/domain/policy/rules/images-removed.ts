import { retirementState } from '../../retirement/retirement-state.ts';
import { dayOf } from '../../time.ts';
import { moveToSuccessor, osName } from '../next-action.ts';
import { noEntry } from '../no-entry.ts';
import { PASS, type PoolRule, unknown } from '../subject.ts';

/** The images are gone: running nodes keep running, and everything that needs the image fails. */
export const imagesRemoved: PoolRule = {
  id: 'images-removed',
  scope: 'pool',

  judge(subject, _facts, now) {
    if (!subject.found) return noEntry(subject);
    const { entry } = subject.found;
    const state = retirementState(entry, dayOf(now));
    if (state === 'unknown') return unknown(`whether the images of ${entry.id} are still there`);
    if (state !== 'images-removed') return PASS;
    const since = entry.imagesRemoved;
    return {
      kind: 'violates',
      severity: 'critical',
      facts: { entry: entry.id, status: entry.status, ...(since ? { imagesRemoved: since } : {}) },
      why: `The images of ${osName(subject, entry)} are removed${since ? ` since ${since}` : ''}: the pool can neither scale out nor be reimaged or repaired, and a lost node stays lost.`,
      ...(since ? { deadline: since } : {}),
      nextAction: `Do not scale in, stop, reimage or upgrade this pool before its work runs elsewhere. ${moveToSuccessor(subject, entry)}`,
    };
  },
};
