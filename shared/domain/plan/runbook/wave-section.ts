import type { ClusterPlan, PlanRunning, PlanStep, PoolStep, Wave } from '../migration-plan.ts';
import { commands, list, md, table } from './markdown.ts';
import { rollbackInstructions } from './rollback.ts';
import { controlPlaneInstructions, credentials, type Instruction, poolInstructions } from './step-commands.ts';
import {
  COMMUNICATION_WORDS,
  minutesWords,
  moneyWords,
  READINESS_WORDS,
  STRATEGY_WORDS,
  sourceWords,
  windowWords,
} from './words.ts';

/** One wave: what must hold before, then cluster by cluster, step by step. */
export function waveSection(wave: Wave, running: PlanRunning): string {
  const { number, name, clusters, gates, from, to } = wave;
  return [
    `## Wave ${number}: ${md(name)}`,
    `${from && to ? `${from} to ${to}` : 'No dates'}. ${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'}, ${minutesWords(wave.minutes)} of work, extra cost ${moneyWords(wave.cost)}.`,
    'Before it begins:',
    list(gates.map((gate) => `[ ] ${md(gate)}`)),
    ...clusters.map((cluster) => clusterSection(cluster, number, running)),
  ].join('\n\n');
}

function clusterSection(cluster: ClusterPlan, wave: number, running: PlanRunning): string {
  const { name, subscriptionId, resourceGroup, region, environment, criticality, steps } = cluster;
  return [
    `### ${md(name)}`,
    `${md(environment)}, criticality ${md(criticality)}, in ${md(region)}. Subscription ${md(subscriptionId)}, resource group ${md(resourceGroup)}.`,
    `Windows: ${sourceWords(cluster.windowRule)}`,
    ...(cluster.communication.length === 0
      ? []
      : [
          table(
            ['When', 'What', ''],
            cluster.communication.map(({ kind, from, to, state }) => [
              from === to ? from : `${from} to ${to}`,
              COMMUNICATION_WORDS[kind],
              state === 'late' ? '**too late already: do it today**' : state === 'now' ? 'now' : '',
            ]),
          ),
        ]),
    'Sign in to it:',
    commands(credentials(cluster)),
    ...steps.map((step, index) => stepSection(cluster, step, `${wave}.${index + 1}`, running)),
  ].join('\n\n');
}

function stepSection(cluster: ClusterPlan, step: PlanStep, number: string, running: PlanRunning): string {
  const windows =
    step.windows.length > 0
      ? `Work may start: ${step.windows.map(windowWords).join('; then ')}.`
      : 'No window: do not start it.';
  const time = `Takes about ${minutesWords(step.minutes)} (${md(step.minutes.basis)}).`;
  if (step.kind === 'control-plane') {
    return [
      `#### ${number} Control plane: Kubernetes ${md(step.from)} to ${step.path.map(md).join(', then ')}`,
      `${windows} ${time}`,
      list(step.reasons.map(md)),
      ...instructions(controlPlaneInstructions(cluster, step)),
      `**Go on when:** ${step.gate}`,
    ].join('\n\n');
  }
  const { nodes, strategy, target, source } = step;
  return [
    `#### ${number} ${step.mode === 'system' ? 'System pool' : 'Pool'} ${md(step.name)}: ${STRATEGY_WORDS[strategy]}`,
    `${windows} ${time} Extra cost ${moneyWords(step.cost)}.`,
    list([
      `${nodes === undefined ? 'Nodes not counted' : `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`}, ${md(step.vmSizes.join(', ') || 'size not known')}`,
      `From ${md(source.image ?? 'an unknown image')}${source.osSku ? ` (${md(source.osSku)})` : ''} to ${md(target.image ?? 'an image that is not known yet')}${target.osSku ? ` (${md(target.osSku)})` : ''}`,
      ...(step.deadline ? [`${md(step.deadline.what)} on ${step.deadline.day}`] : []),
      ...target.reasons.map(md),
      ...step.reasons.map(md),
    ]),
    ...lookedAt(step),
    ...instructions(poolInstructions(cluster, step, running)),
    ...(strategy === 'cluster-migration'
      ? ['This is a proposal. It is not part of the work here: have it decided and planned by itself.']
      : []),
    `**Go on when:** ${step.gate}`,
    ...back(cluster, step, running),
  ].join('\n\n');
}

/** What is known of the pool's inside. Not having looked is said, and is no "ready". */
function lookedAt({ readiness, dependencies }: PoolStep): string[] {
  const said: string[] = [];
  if (readiness.verdict === 'not-inspected') {
    said.push(
      'Nobody looked into the cluster: whether a drain would get through is **not known**. Inspect it before the sign-off.',
    );
  } else {
    said.push(
      `Readiness: **${READINESS_WORDS[readiness.verdict]}**${readiness.readAt === undefined ? '' : ` as of ${new Date(readiness.readAt).toISOString().slice(0, 10)}`}.`,
    );
  }
  if (readiness.blockers.length > 0) said.push(list(readiness.blockers.map((blocker) => `[ ] ${md(blocker)}`)));
  const { longStops = [] } = readiness;
  if (longStops.length > 0) {
    said.push(
      'These may take longer to stop than the plan counts on. No drain cuts them short, so each node may take longer:',
      list(longStops.map((pods) => `[ ] ${md(pods)}`)),
    );
  }
  if (dependencies.classification === 'complex') {
    said.push(`What leans on its image makes it **complex**:`, list(dependencies.reasons.map(md)));
  }
  if (dependencies.owners.length > 0) said.push(`Ask: ${dependencies.owners.map(md).join(', ')}.`);
  return said;
}

function back(cluster: ClusterPlan, step: PoolStep, running: PlanRunning): string[] {
  const way = rollbackInstructions(cluster, step, running);
  return way.length === 0 ? [] : [`##### Way back of ${md(step.name)}`, ...instructions(way)];
}

function instructions(all: readonly Instruction[]): string[] {
  return all.flatMap(({ what, commands: lines }, index) => [
    `${index + 1}. ${md(what)}`,
    ...(lines.length > 0 ? [commands(...lines)] : []),
  ]);
}
