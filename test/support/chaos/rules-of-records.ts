/** What must hold whenever a migration's record is saved. */
import type { Command } from '../../../shared/domain/migration/command.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import { ROUTES } from '../../../shared/domain/migration/step-table.ts';
import type { SimProcess } from './process.ts';
import type { Report } from './rules-of-writes.ts';
import type { Stage } from './stage.ts';
import { unseenBy } from './unseen.ts';

const HOUR = 3_600_000;
/** Clocks differ by so much at most. */
const SKEW_MS = 10 * 60_000;

export function checkRecord(
  stage: Stage,
  before: Migration | undefined,
  after: Migration,
  process: SimProcess,
  report: Report,
): void {
  const steps: readonly string[] = ROUTES[after.route][after.direction];
  if (!steps.includes(after.step)) report('every step belongs to its route', `${after.direction} ${after.step}`);
  if (after.status === 'paused' && !after.pause?.because) report('a pause has its reason', after.step);
  if (hasEnded(after.status) && after.evidence.head.seq === 0)
    report('every change of state is in the evidence', after.id);
  if (!before) return;
  if (hasEnded(before.status) && before.status !== after.status) {
    report('what has ended stays ended', `${before.status} became ${after.status}`);
  }
  if (after.evidence.head.seq < before.evidence.head.seq) {
    report('evidence only grows', `${before.evidence.head.seq} became ${after.evidence.head.seq}`);
  }
  const changed = before.step !== after.step || before.status !== after.status || before.direction !== after.direction;
  if (changed && after.evidence.head.seq === before.evidence.head.seq) {
    report(
      'every change of state is in the evidence',
      `${before.status} ${before.step} to ${after.status} ${after.step}`,
    );
  }
  if (after.deleteTarget && !before.deleteTarget && !before.commands.some(isByTwo)) {
    report('a target pool is deleted only by the word of two people', after.id);
  }
  if (before.direction !== after.direction) {
    if (after.direction === 'forward') report('there is no way from back to forward', after.step);
    return;
  }
  if (before.step !== after.step) checkStep(stage, before, after, process, steps, report);
}

function isByTwo({ deleteTarget, first, by }: Command): boolean {
  return deleteTarget === true && first !== undefined && first.by !== by;
}

function checkStep(
  stage: Stage,
  before: Migration,
  after: Migration,
  process: SimProcess,
  steps: readonly string[],
  report: Report,
): void {
  const words = `${before.step} to ${after.step}`;
  if (steps.indexOf(after.step) !== steps.indexOf(before.step) + 1) report('steps follow each other', words);
  if (before.direction !== 'forward') return;
  const unseen = unseenBy(process, before);
  if (unseen) report('unknown is never healthy', `${words} after ${unseen} was not seen`);
  if (before.dryRun || before.step !== 'hold') return;
  const held = stage.world.now - before.stepSince;
  if (held < stage.story.plan.running.holdHours * HOUR - SKEW_MS) {
    report('the source is kept for as long as the plan holds it', `${Math.round(held / 60_000)} min`);
  }
  const alert = stage.alerts.get(after.id);
  const asked = process.reads.get('verdicts') ?? 0;
  if (alert && alert.kind !== 'healthy' && alert.since < asked) {
    report('the source is not deleted while an alert is open', words);
  }
}
