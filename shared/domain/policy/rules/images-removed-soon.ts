import { type Notice, noticeOf, retirementState } from '../../retirement/retirement-state.ts';
import { dayOf, daysBetween } from '../../time.ts';
import type { Severity } from '../finding.ts';
import { moveToSuccessor, osName } from '../next-action.ts';
import { noEntry } from '../no-entry.ts';
import { PASS, type PoolRule, unknown } from '../subject.ts';

/** One step more urgent than the end of support: after this day a pool breaks by itself. */
const SEVERITY: Readonly<Record<Notice, Severity>> = { 180: 'medium', 90: 'high', 30: 'critical', 7: 'critical' };

/** The images of the OS are removed within 180 days; more urgent at 90 and 30. */
export const imagesRemovedSoon: PoolRule = {
  id: 'images-removed-soon',
  scope: 'pool',

  judge(subject, _facts, now) {
    if (!subject.found) return noEntry(subject);
    const { entry } = subject.found;
    const today = dayOf(now);
    const { imagesRemoved } = entry;
    const notice = imagesRemoved ? noticeOf(imagesRemoved, today) : undefined;
    if (!imagesRemoved || !notice) {
      return retirementState(entry, today) === 'unknown' ? unknown(`when the images of ${entry.id} are removed`) : PASS;
    }
    const daysLeft = daysBetween(today, imagesRemoved);
    return {
      kind: 'violates',
      severity: SEVERITY[notice],
      facts: { entry: entry.id, imagesRemoved, daysLeft, notice },
      why: `The images of ${osName(subject, entry)} are removed on ${imagesRemoved}; from then on the pool can neither scale out nor be reimaged or repaired.`,
      deadline: imagesRemoved,
      nextAction: moveToSuccessor(subject, entry),
    };
  },
};
