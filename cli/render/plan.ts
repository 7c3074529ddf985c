import { counted, momentText, partialSentence } from '../../shared/app/fleet-words.ts';
import { planSize } from '../../shared/app/plan-size.ts';
import type {
  ClusterPlanView,
  ConstraintView,
  PlanStepView,
  PlansView,
  PlanView,
  WaveView,
} from '../../shared/app/plan-views.ts';
import {
  durationText,
  effectText,
  moneyText,
  moveText,
  priceBasisText,
  readinessText,
  scopeText,
  stepText,
  talkText,
  windowRuleText,
  windowText,
} from '../../shared/app/plan-words.ts';
import type { Document, Part } from './document.ts';

const CLUSTERS_IN_A_WAVE = 25;
const CONSTRAINTS = 25;
const LEFT_OUT = 25;
const ORDER: readonly ConstraintView['effect'][] = ['infeasible', 'late', 'holds', 'note'];

/** What is proposed, plan by plan. */
export function plansDocument(list: PlansView, plans: readonly PlanView[]): Document {
  const partial = partialSentence(list.coverage);
  return [
    {
      kind: 'text',
      text: `Planned ${momentText(list.proposedAt)} from the sweep of ${momentText(list.coverage.startedAt)}. A plan is a proposal: nothing is written to a cluster.`,
    },
    ...(partial ? [text(`${partial} Clusters that were not seen are in no plan.`, 'warning')] : []),
    ...(list.plans.length === 0 ? [text('No pool needs a migration.', 'good')] : []),
    ...plans.flatMap(planParts),
  ];
}

function planParts(plan: PlanView): Part[] {
  const narrow = plan.narrowedTo !== undefined;
  return [
    { kind: 'heading', level: 2, text: `Plan ${plan.id}: ${scopeText(plan.scope)}` },
    text(narrow ? `A part of the plan: ${sizeOf(plan)}` : `${sizeOf(plan)} ${durationText(plan.minutes)} of work.`),
    text(imagesOf(plan)),
    ...(plan.feasible ? [] : [text('As it stands this plan cannot be carried out in full.', 'warning')]),
    ...(narrow ? [] : money(plan)),
    ...against(plan.constraints),
    ...plan.waves.flatMap((wave) => waveParts(wave, narrow)),
    ...(plan.waves.length === 0 && narrow ? [text('Nothing of this plan matches.')] : []),
    ...leftOut(plan),
    text(priceBasisText(plan.cost)),
  ];
}

function sizeOf({ waves }: PlanView): string {
  const { clusters, pools, from, to } = planSize(waves);
  const when = from ? `from ${from} to ${to}` : 'without a window so far';
  return `${counted(pools, 'pool')} of ${counted(clusters, 'cluster')} in ${counted(waves.length, 'wave')}, ${when}.`;
}

function imagesOf({ images }: PlanView): string {
  const to = images.map(({ name }) => name).join(', ');
  return to === '' ? 'No target image is known.' : `Images: ${to}.`;
}

function money({ cost }: PlanView): Part[] {
  const share =
    cost.shareOfSpendPercent === undefined ? '' : `, ${cost.shareOfSpendPercent.toFixed(2)} % of the yearly spend`;
  const saved = cost.savings
    .filter(({ amount }) => amount.kind !== 'unknown')
    .map(({ amount, what }) => `${moneyText(amount)}: ${what}`);
  return [
    text(
      `Extra cost ${moneyText(cost.total)}; ${moneyText(cost.perYear)} a year at ${cost.roundsPerYear} rounds${share}.`,
    ),
    ...(saved.length > 0
      ? [{ kind: 'item' as const, title: 'What saves', lines: saved.map((one) => ({ text: one })) }]
      : []),
  ];
}

function against(constraints: readonly ConstraintView[]): Part[] {
  if (constraints.length === 0) return [];
  const sorted = constraints.toSorted((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect));
  const more = sorted.length - CONSTRAINTS;
  return [
    { kind: 'heading', level: 3, text: 'What stands against it' },
    ...sorted.slice(0, CONSTRAINTS).map(
      ({ effect, what, remedy }): Part => ({
        kind: 'item',
        title: `${effectText(effect).toUpperCase()}: ${what}`,
        lines: [{ label: 'Helps', text: remedy }],
      }),
    ),
    ...(more > 0 ? [text(`and ${more} more; json has them all.`)] : []),
  ];
}

function waveParts(wave: WaveView, narrow: boolean): Part[] {
  const shown = narrow ? wave.clusters : wave.clusters.slice(0, CLUSTERS_IN_A_WAVE);
  const more = wave.clusters.length - shown.length;
  const days = wave.from ? (wave.to && wave.to !== wave.from ? `${wave.from} to ${wave.to}` : wave.from) : 'no window';
  return [
    {
      kind: 'heading',
      level: 3,
      text: `Wave ${wave.number}, ${wave.name}: ${days} (${counted(wave.clusters.length, 'cluster')}, ${durationText(wave.minutes)}, ${moneyText(wave.cost)})`,
    },
    {
      kind: 'table',
      titles: ['CLUSTER / STEP', 'WAY', 'TO', 'WINDOW (UTC)', 'WORK', 'COST', 'READINESS'],
      rows: shown.flatMap((cluster) => cluster.steps.map((step) => stepRow(cluster, step))),
    },
    ...(more > 0 ? [text(`and ${counted(more, 'more cluster')}; --wave ${wave.number} shows them.`)] : []),
    ...(narrow ? shown.flatMap(clusterDetails) : []),
  ];
}

function stepRow({ name }: ClusterPlanView, step: PlanStepView): string[] {
  const [first] = step.windows;
  const more = step.windows.length - 1;
  const window = first ? `${windowText(first)}${more > 0 ? ` and ${more} more` : ''}` : 'none';
  if (step.kind === 'control-plane') {
    return [
      `${name} / control plane`,
      stepText(step),
      step.path.join(', '),
      window,
      durationText(step.minutes),
      '-',
      '-',
    ];
  }
  const { to } = moveText(step);
  return [
    `${name} / ${step.name}`,
    stepText(step),
    to,
    window,
    durationText(step.minutes),
    moneyText(step.cost),
    readinessText(step.readiness),
  ];
}

/** Why, when and whom to tell: what somebody needs who works on this cluster. */
function clusterDetails(cluster: ClusterPlanView): Part[] {
  const pools = cluster.steps.map((step): Part => {
    const { blockers = [], longStops = [] } = step.kind === 'pool' ? step.readiness : {};
    return {
      kind: 'item',
      title: `${cluster.name} / ${step.kind === 'pool' ? step.name : 'control plane'}: ${stepText(step)}`,
      lines: [
        ...step.reasons.map((reason) => ({ text: reason })),
        ...blockers.map((blocker) => ({ label: 'Blocks', text: blocker })),
        ...longStops.map((pods) => ({ label: 'Stops slowly', text: pods })),
        { label: 'Gate', text: step.gate },
      ],
    };
  });
  const talks = cluster.communication
    .map(
      ({ kind, from, to, state }) =>
        `${talkText(kind)} ${from === to ? from : `${from} to ${to}`}${state === 'late' ? ' (late)' : ''}`,
    )
    .join('; ');
  return [
    ...pools,
    {
      kind: 'item',
      title: `${cluster.name}: windows`,
      lines: [{ text: windowRuleText(cluster.windowRule) }, ...(talks === '' ? [] : [{ label: 'Talk', text: talks }])],
    },
  ];
}

function leftOut({ leftOut: pools, narrowedTo }: PlanView): Part[] {
  if (pools.length === 0 || narrowedTo?.wave !== undefined) return [];
  const more = pools.length - LEFT_OUT;
  return [
    { kind: 'heading', level: 3, text: `${counted(pools.length, 'pool')} left out` },
    ...pools.slice(0, LEFT_OUT).map(
      ({ cluster, pool, why, nextAction }): Part => ({
        kind: 'item',
        title: `${cluster} / ${pool}: ${why}`,
        lines: nextAction ? [{ label: 'Next', text: nextAction }] : [],
      }),
    ),
    ...(more > 0 ? [text(`and ${more} more; json has them all.`)] : []),
  ];
}

function text(said: string, tone?: 'warning' | 'good'): Part {
  return { kind: 'text', text: said, ...(tone ? { tone } : {}) };
}
