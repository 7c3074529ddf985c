import { type Instant, momentText } from '../../time.ts';
import { done, wait } from '../decide.ts';
import { openAlert } from '../open-alert.ts';
import type { StepRule } from '../step-rule.ts';

/** A pool that has changed is watched for a day. */
export const WATCH_HOURS = 24;
const LOOK_AGAIN_SECONDS = 600;

/** A day of alerts that stay quiet; an alert that is open or unknown keeps it going. */
export const watch: StepRule = {
  name: 'watch',
  needs: () => [],

  decide({ migration, now, alert }) {
    if (migration.dryRun) return done(`Dry run: it would be watched for ${WATCH_HOURS} hours.`);
    const ends = watchEnds(migration.stepSince);
    if (now < ends) {
      const left = Math.ceil((ends - now) / 1000);
      return wait(`It is watched until ${momentText(ends)}.`, Math.max(1, Math.min(left, LOOK_AGAIN_SECONDS)));
    }
    const held = openAlert(alert);
    if (held) return wait(`The watch goes on: ${held}`, 60);
    return done(`It was watched for ${WATCH_HOURS} hours, and no alert is open.`);
  },
};

export function watchEnds(since: Instant): Instant {
  return since + WATCH_HOURS * 3_600_000;
}
