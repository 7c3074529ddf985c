import { azAks, azMaintenance, azNodePool, azNodePoolNamed, shellWord } from '../../policy/az-command.ts';
import type { ClusterPlan, ControlPlaneStep, PlanRunning, PoolStep } from '../migration-plan.ts';
import { targetPoolName } from './target-pool-name.ts';

/** One thing to do: what it is for, in a sentence, and the commands, ready to be pasted. */
export interface Instruction {
  readonly what: string;
  readonly commands: readonly string[];
}

export function controlPlaneInstructions(cluster: ClusterPlan, { path }: ControlPlaneStep): Instruction[] {
  return path.map((minor) => ({
    what: `Upgrade the control plane to Kubernetes ${minor}, and wait until it is healthy. This cannot be undone.`,
    commands: [
      azAks('get-upgrades', cluster, '--output table'),
      azAks('upgrade', cluster, '--control-plane-only', '--kubernetes-version', shellWord(minor), '--yes'),
      `${kubectl(cluster)} get nodes,pods --namespace kube-system`,
    ],
  }));
}

/** How one pool moves, command by command. */
export function poolInstructions(cluster: ClusterPlan, step: PoolStep, running: PlanRunning): Instruction[] {
  switch (step.strategy) {
    case 'image-upgrade':
      return [sameImage(cluster, step), settings(cluster, step, running), upgrade(cluster, step), watch(cluster, step)];
    case 'os-sku-change':
      return [
        ...kubernetesFirst(cluster, step),
        settings(cluster, step, running),
        changeOs(cluster, step),
        watch(cluster, step),
      ];
    case 'pool-replacement':
      return replacement(cluster, step, running);
    case 'native-rolling':
      return [sameImage(cluster, step), watch(cluster, step)];
    case 'node-os-channel':
      return [channel(cluster), watch(cluster, step)];
    case 'cluster-migration':
      return [];
  }
}

/** The context gets the cluster's name, which every kubectl command here asks for. */
export function credentials(cluster: ClusterPlan): string {
  return azAks('get-credentials', cluster, '--context', shellWord(cluster.name));
}

/** The API server through a context of its own, so that no other cluster can be hit. */
export function kubectl({ name }: ClusterPlan): string {
  return `kubectl --context ${shellWord(name)}`;
}

export function poolNodes({ name }: Pick<PoolStep, 'name'>): string {
  return `-l ${shellWord(`kubernetes.azure.com/agentpool=${name}`)}`;
}

/**
 * Without `--grace-period`, which would replace the grace period of every pod: a database that needs longer to stop
 * would be killed early. The timeout only ends the waiting.
 */
export function drain(cluster: ClusterPlan, { drainTimeoutMinutes }: PlanRunning): string {
  return `${kubectl(cluster)} drain NODE --ignore-daemonsets --delete-emptydir-data --timeout=${drainTimeoutMinutes}m`;
}

export function ownGrace({ graceSeconds, drainTimeoutMinutes }: PlanRunning): string {
  return `Every pod keeps its own grace period; the plan counts on ${graceSeconds} s, and a longer one is not cut short. The command stops waiting after ${drainTimeoutMinutes} minutes: look at what is left, then run it again.`;
}

function sameImage(cluster: ClusterPlan, step: PoolStep): Instruction {
  return {
    what: `Azure must still offer exactly the image of this plan (${step.target.image ?? 'not known'}). If it prints another one, stop: that is a new plan.`,
    commands: [azNodePoolNamed('get-upgrades', cluster, step, '--query latestNodeImageVersion --output tsv')],
  };
}

function settings(cluster: ClusterPlan, step: PoolStep, { drainTimeoutMinutes }: PlanRunning): Instruction {
  return {
    what: 'Note the present upgrade settings, then set those of this plan.',
    commands: [
      azNodePool('show', cluster, step, '--query upgradeSettings'),
      azNodePool(
        'update',
        cluster,
        step,
        `--max-surge ${Math.max(1, step.extraNodes)}`,
        `--drain-timeout ${drainTimeoutMinutes}`,
      ),
    ],
  };
}

function upgrade(cluster: ClusterPlan, step: PoolStep): Instruction {
  return { what: 'Upgrade the node image.', commands: [azNodePool('upgrade', cluster, step, '--node-image-only')] };
}

function kubernetesFirst(cluster: ClusterPlan, step: PoolStep): Instruction[] {
  const { kubernetes } = step.target;
  if (!kubernetes) return [];
  return [
    {
      what: `Bring the pool to Kubernetes ${kubernetes}, which its target needs.`,
      commands: [azNodePool('upgrade', cluster, step, '--kubernetes-version', shellWord(kubernetes), '--yes')],
    },
  ];
}

function changeOs(cluster: ClusterPlan, step: PoolStep): Instruction {
  return {
    what: `Change the OS of the pool to ${step.target.osSku ?? 'its target'}; AKS replaces its nodes.`,
    commands: [azNodePool('update', cluster, step, '--os-sku', shellWord(step.target.osSku ?? ''))],
  };
}

function watch(cluster: ClusterPlan, step: PoolStep): Instruction {
  return {
    what: 'Watch until every node shows the target image and is Ready.',
    commands: [
      `${kubectl(cluster)} get nodes ${poolNodes(step)} --label-columns kubernetes.azure.com/node-image-version --watch`,
      `${kubectl(cluster)} get events --all-namespaces --field-selector type=Warning --watch`,
    ],
  };
}

function channel(cluster: ClusterPlan): Instruction {
  const window =
    cluster.windowRule.kind === 'maintenance-configuration'
      ? []
      : [
          azMaintenance(
            'add',
            cluster,
            'aksManagedNodeOSUpgradeSchedule',
            '--schedule-type Weekly --day-of-week Saturday --interval-weeks 1 --duration 4 --start-time 22:00',
          ),
        ];
  return {
    what: 'Set a window if there is none, then turn on the node OS channel: AKS replaces the nodes in the next window.',
    commands: [...window, azAks('update', cluster, '--node-os-upgrade-channel NodeImage')],
  };
}

/** Pods that ask for the source pool by name find no node in the target: drained as they are, they would stay pending. */
function freed(cluster: ClusterPlan, { name, dependencies }: PoolStep, target: string): Instruction[] {
  const bound = dependencies.boundToPool ?? [];
  if (bound.length === 0) return [];
  return [
    {
      what: `These ask for pool ${name} by its name and would stay pending anywhere else: ${bound.join(', ')}. Have their owners let them run on ${target} (node selector or affinity), and drain nothing before. This shows what every pod asks for.`,
      commands: [
        `${kubectl(cluster)} get pods --all-namespaces --output custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,SELECTOR:.spec.nodeSelector,AFFINITY:.spec.affinity.nodeAffinity`,
      ],
    },
  ];
}

function replacement(cluster: ClusterPlan, step: PoolStep, running: PlanRunning): Instruction[] {
  const target = { name: targetPoolName(step, cluster) };
  const { osSku, kubernetes } = step.target;
  const size = step.vmSizes[0];
  return [
    {
      what: 'Keep the source pool as it is now: every setting the target must have, and what a way back needs.',
      commands: [
        azNodePool('show', cluster, step, '--output json', '>', shellWord(`${cluster.name}-${step.name}.json`)),
      ],
    },
    {
      what: `Create the target pool ${target.name}. Add what the kept file shows and this line has not: labels, taints, zones, max pods, subnet, kubelet settings. Take another name if this one is in use.`,
      commands: [
        azNodePool(
          'add',
          cluster,
          target,
          `--mode ${step.mode === 'system' ? 'System' : 'User'}`,
          `--os-type ${shellWord(step.osType)}`,
          ...(osSku ? [`--os-sku ${shellWord(osSku)}`] : []),
          ...(size ? [`--node-vm-size ${shellWord(size)}`] : []),
          `--node-count ${step.nodes ?? step.extraNodes}`,
          ...(kubernetes ? [`--kubernetes-version ${shellWord(kubernetes)}`] : []),
        ),
      ],
    },
    {
      what: `Its nodes must be Ready, run ${step.target.image ?? 'the target image'}, and have healthy DaemonSets. If the image is another one, stop: that is a new plan.`,
      commands: [
        `${kubectl(cluster)} get nodes ${poolNodes(target)} --label-columns kubernetes.azure.com/node-image-version`,
        `${kubectl(cluster)} get daemonsets --all-namespaces`,
      ],
    },
    ...freed(cluster, step, target.name),
    {
      what: 'Freeze the source: if its autoscaler is on (see the kept file), turn it off, then keep new pods away.',
      commands: [
        azNodePool('update', cluster, step, '--disable-cluster-autoscaler'),
        `${kubectl(cluster)} taint nodes ${poolNodes(step)} lifecycle=retiring:NoSchedule`,
        `${kubectl(cluster)} cordon ${poolNodes(step)}`,
      ],
    },
    {
      what: `Drain one node at a time. ${ownGrace(running)} Look at the limits under "While it goes on" after each, and go on only when all hold.`,
      commands: [`${kubectl(cluster)} get nodes ${poolNodes(step)} --output name`, drain(cluster, running)],
    },
    {
      what: `Hold the emptied source pool for ${running.holdHours} hours. Only then, with no alert open and the way back not needed any more, delete it.`,
      commands: [azNodePool('delete', cluster, step)],
    },
  ];
}
