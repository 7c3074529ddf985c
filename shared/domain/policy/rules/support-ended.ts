import { retirementState } from '../../retirement/retirement-state.ts';
import { dayOf } from '../../time.ts';
import { moveToSuccessor, osName } from '../next-action.ts';
import { noEntry } from '../no-entry.ts';
import { PASS, type PoolRule, unknown } from '../subject.ts';

/** The OS of the image gets no more images or patches. */
export const supportEnded: PoolRule = {
  id: 'support-ended',
  scope: 'pool',

  judge(subject, _facts, now) {
    if (!subject.found) return noEntry(subject);
    const { entry } = subject.found;
    const state = retirementState(entry, dayOf(now));
    if (state === 'unknown') return unknown(`whether ${entry.id} is supported`);
    if (state === 'supported') return PASS;
    const { supportEnds } = entry;
    return {
      kind: 'violates',
      severity: 'high',
      facts: { entry: entry.id, status: entry.status, ...(supportEnds ? { supportEnds } : {}) },
      why: `${osName(subject, entry)} has had no new images and no security patches${supportEnds ? ` since ${supportEnds}` : ' for long'}.`,
      ...(supportEnds ? { deadline: supportEnds } : {}),
      nextAction: moveToSuccessor(subject, entry),
    };
  },
};
