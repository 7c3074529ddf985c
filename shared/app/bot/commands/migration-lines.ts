/** What is said of a migration in a chat, the same as in a terminal and on its page. */
import type { MigrationSummaryView, MigrationView, StuckPodView } from '../../migration-views.ts';
import {
  budgetText,
  hasEnded,
  sinceText,
  statusText,
  strategyText,
  viabilityText,
  wayBackText,
  whatText,
} from '../../migration-words.ts';
import type { Tone } from '../cards/elements.ts';
import type { Fact, Row } from '../cards/sheet.ts';
import { momentText } from '../cards/when.ts';

/** @param now milliseconds since 1970 */
export function migrationRow(one: MigrationSummaryView, now: number): Row {
  return {
    title: `${one.cluster}, ${whatText(one)}: ${statusText(one)}${one.dryRun ? ' (dry run)' : ''}`,
    lines: [
      ...(hasEnded(one.status) ? [] : [`Step ${stepText(one, now)}`]),
      ...(one.why === undefined ? [] : [`${one.status === 'paused' ? 'Paused' : 'It waits'}: ${one.why}`]),
      ...(hasEnded(one.status) ? [] : [`Way back: ${wayBackText(one.viability, now)}. ${alertText(one)}`]),
      one.id,
    ],
    tone: toneOf(one),
  };
}

export function toneOf({ status, alert, why }: MigrationSummaryView): Tone | undefined {
  if (status === 'completed') return 'good';
  if (alert.kind === 'breached' && !hasEnded(status)) return 'attention';
  return status === 'paused' || why !== undefined || status === 'aborted' ? 'warning' : undefined;
}

/** `3 of 9, cordon, for 4 min: closes the source pool.` */
function stepText({ progress, step, since, does }: MigrationSummaryView, now: number): string {
  return `${progress.done + 1} of ${progress.all}, ${step}, for ${sinceText(since, now)}: ${does}`;
}

function alertText({ alert }: MigrationSummaryView): string {
  return alert.kind === 'none' ? alert.why : `Alerts, ${alert.kind}: ${alert.why}`;
}

export function migrationFacts(view: MigrationView): Fact[] {
  const now = Date.parse(view.asOf);
  const target = [view.target.image, view.target.osSku, view.target.kubernetes].filter((one) => one !== undefined);
  const until = view.viability.until === undefined ? '' : `, until ${momentText(view.viability.until)}`;
  return [
    ['What', `${strategyText(view.strategy)} to ${target.join(', ') || 'an unknown target'}`],
    ...(hasEnded(view.status) ? [] : [['Step', stepText(view, now)] satisfies Fact]),
    ...(view.evicted > 0 ? [['Pods moved', String(view.evicted)] satisfies Fact] : []),
    ['Way back', `${viabilityText(view.viability)}${until}: ${view.viability.why}`],
    ['Alerts', alertText(view)],
    ['Plan', `${view.planId}, set going by ${view.startedBy}`],
    ['Id', view.id],
  ];
}

/** Why it does not move, and what would help: what is stuck, whom it belongs to, what somebody can do. */
export function whyRows(view: MigrationView): Row[] {
  const now = Date.parse(view.asOf);
  return [
    ...(view.why === undefined
      ? []
      : [
          {
            title: `${view.status === 'paused' ? 'Paused' : 'It waits'}: ${view.why}`,
            lines: view.remedy === undefined ? [] : [`What would help: ${view.remedy}`],
            tone: 'warning',
          } satisfies Row,
        ]),
    ...view.commands.map(
      ({ kind, by, reason }): Row => ({
        title: `Asked for, and taken at the next pass: ${kind}`,
        lines: [`By ${by}: ${reason}`],
      }),
    ),
    ...view.stuck.map((pod) => stuckRow(pod, now)),
  ];
}

function stuckRow(pod: StuckPodView, now: number): Row {
  return {
    title: `${pod.pod} on ${pod.node}: ${pod.cause}, for ${sinceText(pod.since, now)}`,
    lines: [
      pod.why,
      ...(pod.budget ? [`${pod.by ?? 'budget'}: ${budgetText(pod.budget)}`] : []),
      `Owner: ${pod.owner ?? 'nobody is named'}${pod.workload ? ` (${pod.workload})` : ''}`,
      ...pod.remedies.map(({ what, command }, at) => `Remedy ${at + 1}: ${what}${command ? ` ${command}` : ''}`),
    ],
    tone: 'warning',
  };
}
