import { type Notice, noticeOf, retirementState } from '../../retirement/retirement-state.ts';
import { dayOf, daysBetween } from '../../time.ts';
import type { Severity } from '../finding.ts';
import { moveToSuccessor, osName } from '../next-action.ts';
import { noEntry } from '../no-entry.ts';
import { PASS, type PoolRule, unknown } from '../subject.ts';

const SEVERITY: Readonly<Record<Notice, Severity>> = { 180: 'low', 90: 'medium', 30: 'high', 7: 'critical' };

/** Support of the OS ends within 180 days; more urgent at 90, 30 and 7. */
export const supportEndsSoon: PoolRule = {
  id: 'support-ends-soon',
  scope: 'pool',

  judge(subject, _facts, now) {
    if (!subject.found) return noEntry(subject);
    const { entry } = subject.found;
    const today = dayOf(now);
    const { supportEnds } = entry;
    const notice = supportEnds ? noticeOf(supportEnds, today) : undefined;
    if (!supportEnds || !notice) {
      return retirementState(entry, today) === 'unknown' ? unknown(`when support of ${entry.id} ends`) : PASS;
    }
    const daysLeft = daysBetween(today, supportEnds);
    return {
      kind: 'violates',
      severity: SEVERITY[notice],
      facts: { entry: entry.id, supportEnds, daysLeft, notice },
      why: `${osName(subject, entry)} gets no new images and no security patches from ${supportEnds} on.`,
      deadline: supportEnds,
      nextAction: moveToSuccessor(subject, entry),
    };
  },
};
