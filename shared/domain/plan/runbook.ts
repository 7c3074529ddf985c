import { dayOf } from '../time.ts';
import type { Constraint, MigrationPlan } from './migration-plan.ts';
import { list, md, table } from './runbook/markdown.ts';
import { ROLLBACK_CRITERIA, THRESHOLDS } from './runbook/rollback.ts';
import { waveSection } from './runbook/wave-section.ts';
import { basisWords, minutesWords, moneyWords } from './runbook/words.ts';

/**
 * The plan as one Markdown file that somebody who was in none of the meetings can follow: exact commands,
 * thresholds and what to do, the way back, whom to ask, what to look at after. The same plan gives the same text.
 * All names in it come from outside: they are escaped, and quoted in commands.
 */
export function runbook(plan: MigrationPlan): string {
  return `${[
    ...opening(plan),
    ...against(plan),
    ...people(plan),
    ...thresholds(plan),
    ...plan.waves.map((wave) => waveSection(wave, plan.running)),
    ...after(plan),
    ...leftOut(plan),
    ...money(plan),
    ...lessons(plan),
  ].join('\n\n')}\n`;
}

/** What is late or held is said at once: a date that can be met is no promise for a pool that may not be touched yet. */
function outlook(feasible: boolean, constraints: readonly Constraint[]): string {
  if (!feasible) return '**As it stands this plan cannot be carried out in full.** The next section says why.';
  const counted = (wanted: Constraint['effect']) =>
    new Set(constraints.filter(({ effect }) => effect === wanted).map(({ clusterId, poolId }) => poolId ?? clusterId))
      .size;
  const [late, held] = [counted('late'), counted('holds')];
  const said = [
    ...(late > 0
      ? [`${late} ${late === 1 ? 'pool has a date that has' : 'pools have a date that has'} passed already`]
      : []),
    ...(held > 0
      ? [`${held} ${held === 1 ? 'pool has' : 'pools have'} something to be cleared before work may begin`]
      : []),
  ];
  return said.length === 0
    ? 'All dates can be met as planned.'
    : `The dates that lie ahead can be met. **${said.join('; ')}**: see the next section.`;
}

function opening({
  id,
  hash,
  scope,
  images,
  waves,
  computedAt,
  feasible,
  minutes,
  constraints,
}: MigrationPlan): string[] {
  const clusters = waves.flatMap((wave) => wave.clusters);
  const pools = clusters.flatMap(({ steps }) => steps).filter(({ kind }) => kind === 'pool').length;
  return [
    `# Runbook of plan ${md(id)}`,
    `${count(pools, 'pool')} of ${count(clusters.length, 'cluster')} in ${count(waves.length, 'wave')}${scope.group === undefined ? '' : `, for ${md(scope.group)}`}${scope.parts > 1 ? `, part ${scope.part} of ${scope.parts}` : ''}; ${minutesWords(minutes)} of work. Worked out on ${dayOf(computedAt)}.`,
    `Sign-offs are for this hash and no other: \`${hash.replaceAll(/[^0-9a-f]/gi, '')}\`. If anything differs from this file, stop and ask for a new plan.`,
    outlook(feasible, constraints),
    '## What everything moves to',
    images.length === 0
      ? 'No image is known to move to.'
      : list(
          images.map(
            ({ name, from }) =>
              `${md(name)}${from === 'catalogue' ? ' (from the catalogue: check that Azure offers it)' : ''}`,
          ),
        ),
    'It is the same in all waves. When Azure offers a newer one, that is a new plan.',
  ];
}

const EFFECTS: readonly (readonly [Constraint['effect'], string])[] = [
  ['infeasible', 'Cannot be done as planned'],
  ['late', 'Late already'],
  ['holds', 'To be cleared first'],
  ['note', 'To know'],
];

function against({ constraints }: MigrationPlan): string[] {
  if (constraints.length === 0) return [];
  return [
    '## What stands against it',
    ...EFFECTS.flatMap(([effect, title]) => {
      const found = constraints.filter((constraint) => constraint.effect === effect);
      return found.length === 0
        ? []
        : [`### ${title}`, list(found.map(({ what, remedy }) => `${md(what)} **${md(remedy)}**`))];
    }),
  ];
}

function people({ running }: MigrationPlan): string[] {
  return [
    '## Who is asked and who is told',
    list([
      `Asked for their sign-off: ${running.signOff.map(md).join(', ') || 'nobody is set'}.`,
      `Told before and after: ${running.told.map(md).join(', ') || 'nobody is set'}.`,
      'Owners of workloads are named with each pool; their application team decides about changes to an application.',
      'Fixed within 30 minutes: go on. A change to an application is needed: its team approves it. A delay: security is told. A full way back: management is told, and not asked.',
    ]),
  ];
}

function thresholds({ caps }: MigrationPlan): string[] {
  return [
    '## While it goes on',
    `Never more than ${caps.maxNodesOut} nodes of a pool out of service at once. Pods leave only by eviction, never by deletion, and a disruption budget is not bypassed.`,
    table(
      ['Look at', 'Limit', 'When it is broken'],
      THRESHOLDS.map((row) => row.map(md)),
    ),
    'Pods that were pending or restarting before the work began do not count; write them down beforehand. What cannot be measured is not healthy: stop until it can.',
    '## When to go back',
    list(ROLLBACK_CRITERIA),
    'The steps back stand with each pool. Tell everybody who was told of the start.',
  ];
}

function after({ running }: MigrationPlan): string[] {
  return [
    '## After each pool, and after each wave',
    list([
      "[ ] Every node's label `kubernetes.azure.com/node-image-version` shows the target, and every node is Ready.",
      '[ ] No node is cordoned, no taint of ours is left, and the autoscaler is as it was.',
      '[ ] Workloads have as many replicas as before; no pod is pending; no DaemonSet has a failing pod.',
      '[ ] Error rate and latency are as before for 24 hours.',
      `[ ] Source pools are gone after their hold of ${running.holdHours} hours, and not before.`,
      '[ ] Everybody who was told of the start is told of the end.',
      '[ ] The retro is held, and its lessons are written down for the next plan.',
    ]),
  ];
}

function leftOut({ leftOut: pools }: MigrationPlan): string[] {
  if (pools.length === 0) return [];
  return [
    '## Not in this plan',
    table(
      ['Pool', 'Why', 'Next'],
      pools.map(({ cluster, pool, why, nextAction }) => [`${md(cluster)}/${md(pool)}`, md(why), md(nextAction ?? '')]),
    ),
  ];
}

function money({ cost }: MigrationPlan): string[] {
  const share = cost.shareOfSpendPercent === undefined ? '' : `, ${cost.shareOfSpendPercent} % of the yearly spend`;
  return [
    '## Money',
    `Extra cost of this plan: ${moneyWords(cost.total)}. With ${cost.roundsPerYear} such rounds a year: ${moneyWords(cost.perYear)}${share}.`,
    list(cost.savings.map(({ what, amount }) => `${md(what)} ${moneyWords(amount)}.`)),
    basisWords(cost.basis),
  ];
}

function lessons({ running }: MigrationPlan): string[] {
  return [
    '## Lessons from earlier runs',
    running.lessons.length === 0 ? 'There are none yet.' : list(running.lessons.map(md)),
  ];
}

function count(number: number, of: string): string {
  return `${number} ${of}${number === 1 ? '' : 's'}`;
}
