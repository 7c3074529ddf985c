import { azNodePool, azNodePoolNamed } from '../../policy/az-command.ts';
import type { ClusterPlan, PlanRunning, PoolStep } from '../migration-plan.ts';
import { drain, type Instruction, kubectl, ownGrace, poolNodes } from './step-commands.ts';
import { targetPoolName } from './target-pool-name.ts';

/** Threshold, what it is, and what to do when it is broken. */
export const THRESHOLDS: readonly (readonly [signal: string, limit: string, response: string])[] = [
  [
    'Nodes NotReady',
    'any',
    'Stop draining. Read the node conditions and events. Not Ready within 5 minutes: roll back.',
  ],
  [
    'Pod restarts',
    'more than 5 per node and hour',
    'Stop draining. Read the logs of the last start. Still so after 5 minutes: roll back.',
  ],
  [
    'Pending pods',
    'more than 0 for longer than 2 minutes',
    'Stop draining. Look at why they are not placed: capacity, taints, zones of volumes. Add a node or roll back.',
  ],
  [
    'DaemonSet pods failing',
    'more than 0',
    'Stop draining. The target image may not carry what it needs: ask its owner, or roll back.',
  ],
  [
    'Application error rate',
    'more than 10 % above its baseline',
    'Stop draining. Ask the application team. Still so after 5 minutes: roll back.',
  ],
  [
    'A pod terminating',
    'beyond its grace period',
    'Do not force it. Find the finalizer, volume or hook that holds it; ask its owner.',
  ],
  ['Kernel panic, OOM kill, read-only disk, failed container runtime', 'any', 'Stop at once and roll back.'],
];

export const ROLLBACK_CRITERIA: readonly string[] = [
  'A threshold above is broken and has not recovered within 5 minutes.',
  'A pod is past its grace period and its owner cannot release it.',
  'The window closes within the time that a way back takes.',
  'The person in charge of the service asks for it: no reason is needed.',
];

/** The way back of one pool, from wherever it stands. */
export function rollbackInstructions(cluster: ClusterPlan, step: PoolStep, running: PlanRunning): Instruction[] {
  if (step.strategy === 'pool-replacement') return replacementBack(cluster, step, running);
  if (step.strategy === 'cluster-migration') return [];
  return [
    {
      what: 'Stop it. Nodes that run the target stay as they are; those that do not, keep the source image.',
      commands: [azNodePoolNamed('operation-abort', cluster, step), `${kubectl(cluster)} uncordon ${poolNodes(step)}`],
    },
    {
      what:
        step.strategy === 'os-sku-change'
          ? 'AKS gives no older image back. The way back is a new pool with the source OS, while its images are there, or the same change once more.'
          : 'AKS refuses an older image. The way back is its own pool rollback (previous version, within seven days, same OS), or a pool made from a snapshot.',
      commands: [
        azNodePool('show', cluster, step, '--query "{image:nodeImageVersion,osSku:osSku,state:provisioningState}"'),
      ],
    },
  ];
}

function replacementBack(cluster: ClusterPlan, step: PoolStep, running: PlanRunning): Instruction[] {
  const target = { name: targetPoolName(step, cluster) };
  return [
    {
      what: 'Stop draining. Open the source pool again.',
      commands: [
        `${kubectl(cluster)} taint nodes ${poolNodes(step)} lifecycle=retiring:NoSchedule-`,
        `${kubectl(cluster)} uncordon ${poolNodes(step)}`,
      ],
    },
    {
      what: `Close the target pool and move its pods back under the same budgets, one node at a time. ${ownGrace(running)}`,
      commands: [
        `${kubectl(cluster)} cordon ${poolNodes(target)}`,
        `${kubectl(cluster)} get nodes ${poolNodes(target)} --output name`,
        drain(cluster, running),
      ],
    },
    {
      what: 'Put the autoscaler of the source pool back as the kept file shows it. When the source is healthy and nobody needs to look at the target any more, delete the target.',
      commands: [azNodePool('delete', cluster, target)],
    },
  ];
}
