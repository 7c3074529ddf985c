import { type Instant, momentText } from '../../time.ts';
import { done, wait } from '../decide.ts';
import type { Migration } from '../migration.ts';
import { openAlert } from '../open-alert.ts';
import { isDecision, readPass } from '../pass.ts';
import { shrinkSource } from '../shrink-source.ts';
import type { StepRule } from '../step-rule.ts';

const LOOK_AGAIN_SECONDS = 300;

/** Keeps the emptied source for as long as planned, and longer while an alert is open or not known. */
export const hold: StepRule = {
  name: 'hold',
  needs: ({ running }) => (running.shrinkDuringHold ? ['nodes', 'pods-of-pools'] : []),

  decide(facts) {
    const { migration, now, alert } = facts;
    const { holdHours, shrinkDuringHold } = migration.running;
    if (migration.dryRun) return done(`Dry run: the emptied source would be kept for ${holdHours} hours.`);
    const ends = holdEnds(migration);
    const held = openAlert(alert);
    if (now >= ends) {
      if (held) return wait(`The source is kept although its ${holdHours} hours are over: ${held}`, 60);
      return done(`The emptied source was kept for ${holdHours} hours, and no alert is open.`);
    }
    if (shrinkDuringHold && !held) {
      const pass = readPass(facts, 'nodes', 'pods');
      const shrink = isDecision(pass) ? undefined : shrinkSource(pass, migration.stepSince, ends);
      if (shrink) return shrink;
    }
    const left = Math.ceil((ends - now) / 1000);
    return wait(
      `The emptied source is kept until ${momentText(ends)}, ready for a rollback.`,
      Math.max(1, Math.min(left, LOOK_AGAIN_SECONDS)),
    );
  },
};

export function holdEnds({ stepSince, running }: Pick<Migration, 'stepSince' | 'running'>): Instant {
  return stepSince + running.holdHours * 3_600_000;
}
