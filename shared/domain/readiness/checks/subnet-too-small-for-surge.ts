import type { ArmFacts, ArmPool, Subnet } from '../../cluster/arm-facts.ts';
import { type NewFinding, poolRef, unknownFinding, unseenInArm } from '../finding.ts';
import { addedNodes, armPoolOf, moveText } from '../move-size.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/** Azure CNI with a pod subnet hands out addresses to nodes in blocks of this many. */
const POD_BLOCK = 16;

/**
 * Addresses that the added nodes need, against what their subnets have left. Classic Azure CNI takes one for
 * the node and one for each pod it may run; a pod subnet gives each node blocks of 16; with overlay and
 * kubenet a node takes one.
 *
 * @see https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning
 */
export const subnetTooSmallForSurge: Check = {
  id: 'subnet-too-small-for-surge',

  judge(subject) {
    const nodes = addedNodes(subject);
    if (nodes === 0) return [];
    const { arm } = subject;
    if (!arm) return unseenInArm(subject, 'subnets', undefined);
    if (arm.pools.kind !== 'seen') return unseenInArm(subject, 'settings of the pools', arm.pools);
    const pool = armPoolOf(subject);
    if (!pool)
      return [
        unknownFinding(poolRef(subject), 'Azure does not list the pool any more.', 'Sweep the subscription again.'),
      ];
    // Without a subnet of its own, AKS made the network: a /16 whose free addresses nobody else takes.
    if (!pool.nodeSubnetId) return [];
    if (arm.subnets.kind !== 'seen') return unseenInArm(subject, 'subnets', arm.subnets);
    return [...judgeNodeSubnet(subject, arm, pool, nodes), ...judgePodSubnet(subject, arm, pool, nodes)];
  },
};

function judgeNodeSubnet(subject: ReadinessSubject, arm: ArmFacts, pool: ArmPool, nodes: number): NewFinding[] {
  if (arm.networkMode === 'unknown') {
    return [
      unknownFinding(
        poolRef(subject),
        'Where pods get their addresses is not known, so neither is how many a node takes.',
        'Look at the network profile: az aks show.',
      ),
    ];
  }
  const fromNodes = arm.networkMode === 'node-subnet';
  if (fromNodes && pool.maxPods === undefined) {
    return [
      unknownFinding(
        poolRef(subject),
        'The number of pods per node is not known, so neither are the addresses that a node takes.',
        'Look at maxPods: az aks nodepool show.',
      ),
    ];
  }
  const each = fromNodes ? 1 + (pool.maxPods ?? 0) : 1;
  const how = fromNodes ? `${nodes} x (1 + ${pool.maxPods} pods)` : `${nodes} x 1`;
  return compare(subject, arm, pool.nodeSubnetId, nodes * each, how, 'blocks');
}

function judgePodSubnet(subject: ReadinessSubject, arm: ArmFacts, pool: ArmPool, nodes: number): NewFinding[] {
  if (arm.networkMode !== 'pod-subnet') return [];
  if (!pool.podSubnetId) {
    return [
      unknownFinding(
        poolRef(subject),
        'The subnet of the pods is not known.',
        'Look at podSubnetID: az aks nodepool show.',
      ),
    ];
  }
  const first = compare(
    subject,
    arm,
    pool.podSubnetId,
    nodes * POD_BLOCK,
    `${nodes} x ${POD_BLOCK} (first block)`,
    'blocks',
  );
  if (first.length > 0 || pool.maxPods === undefined) return first;
  const blocks = Math.ceil(pool.maxPods / POD_BLOCK);
  const how = `${nodes} x ${blocks} blocks of ${POD_BLOCK} (${pool.maxPods} pods)`;
  return compare(subject, arm, pool.podSubnetId, nodes * blocks * POD_BLOCK, how, 'warns');
}

function compare(
  subject: ReadinessSubject,
  { subnets }: ArmFacts,
  id: string | undefined,
  needed: number,
  how: string,
  level: 'blocks' | 'warns',
): NewFinding[] {
  const seen: readonly Subnet[] = subnets.kind === 'seen' ? subnets.items : [];
  const subnet = seen.find((each) => each.id.toLowerCase() === id?.toLowerCase());
  const name = (id ?? '').split('/').at(-1) ?? '';
  if (!subnet) {
    return [
      unknownFinding(
        { kind: 'Subnet', name },
        'The subnet was not among those that could be read.',
        'Grant the reader role on the virtual network and inspect the cluster again.',
      ),
    ];
  }
  const free = Math.max(0, subnet.size - subnet.used);
  if (needed <= free) return [];
  return [
    {
      level,
      object: { kind: 'Subnet', name },
      what:
        level === 'blocks'
          ? `The subnet has too few addresses for ${moveText(subject)}.`
          : `The subnet has enough addresses for ${moveText(subject)} to start, and too few for all the pods that may come.`,
      arithmetic: `${how} = ${needed} > usable ${subnet.size} - used ${subnet.used} = ${free} free`,
      remedy: 'Add fewer nodes at a time, free addresses, or give the new nodes another subnet.',
    },
  ];
}
