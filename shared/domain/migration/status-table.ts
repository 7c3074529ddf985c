import type { Status } from './migration.ts';

/** One sentence for each status, as people read it. */
export const STATUSES: Readonly<Record<Status, string>> = {
  waiting: 'Approved and not begun: it waits for its window, its gates and its turn.',
  running: 'On its way; nobody has to do anything.',
  paused: 'Nothing is written until somebody says resume, roll back or abort.',
  completed: 'The target is reached and was watched, and what was changed on the way is put back.',
  'rolled-back': 'It went the way back to its end, and what was changed on the way is put back.',
  aborted: 'It ended on the way; what was ours on the cluster is put back.',
};

/** A dry run reaches nothing. */
export const DRY_RUN_ENDED = 'A dry run that came to its end: nothing was changed, and its evidence shows every call.';

/** Nothing happens in these any more. */
export function hasEnded(status: Status): boolean {
  return status === 'completed' || status === 'rolled-back' || status === 'aborted';
}
