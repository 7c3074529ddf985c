import type { VcpuQuota, VmSize } from '../../cluster/arm-facts.ts';
import { vmSizeOf } from '../../cluster/vm-size.ts';
import { shellWord } from '../../policy/az-command.ts';
import { type NewFinding, poolRef, unknownFinding, unseenInArm } from '../finding.ts';
import { addedNodes, moveText } from '../move-size.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/**
 * vCPUs that the added nodes need, against what the subscription has left in the region: of the size's own
 * family and of the region as a whole, or of spot alone.
 */
export const quotaTooSmallForSurge: Check = {
  id: 'quota-too-small-for-surge',

  judge(subject) {
    const nodes = addedNodes(subject);
    if (nodes === 0) return [];
    const quotas = subject.arm?.quotas;
    if (quotas?.kind !== 'seen') return unseenInArm(subject, 'vCPU quotas', quotas);
    const names = sizesOf(subject);
    if (names.length === 0) {
      return [
        unknownFinding(
          poolRef(subject),
          'The VM size of the pool is not known, so neither is the quota that it needs.',
          'Look at the size of the pool: az aks nodepool show.',
        ),
      ];
    }
    // Of several sizes, AKS may take any for the new nodes, so each of them must have room.
    return names.flatMap((name) => judgeSize(subject, name, nodes, quotas.items));
  },
};

function judgeSize(subject: ReadinessSubject, name: string, nodes: number, quotas: readonly VcpuQuota[]): NewFinding[] {
  const size = lookUp(subject, name);
  if (!size) {
    return [
      unknownFinding(
        poolRef(subject),
        `How many vCPUs of which quota a ${name} takes is not known.`,
        'Read the sizes of the region: az vm list-skus --size.',
      ),
    ];
  }
  const families = subject.pool.spot ? ['lowPriorityCores'] : [size.family, 'cores'];
  const needed = nodes * size.vcpus;
  return families.flatMap((family) => {
    const quota = quotas.find((each) => each.family.toLowerCase() === family.toLowerCase());
    if (!quota) {
      return [
        unknownFinding(
          poolRef(subject),
          `The quota ${family} is not among those that Azure told.`,
          `Compare by hand: az vm list-usage --location ${shellWord(subject.cluster.region)}.`,
        ),
      ];
    }
    const free = Math.max(0, quota.limit - quota.used);
    if (needed <= free) return [];
    return [
      {
        level: 'blocks' as const,
        object: poolRef(subject),
        what: `The quota ${quota.family} in ${subject.cluster.region} has no room for ${moveText(subject)}.`,
        arithmetic: `${nodes} x ${size.vcpus} vCPUs (${name}) = ${needed} > limit ${quota.limit} - used ${quota.used} = ${free} free`,
        remedy: `Ask for ${needed - free} more vCPUs of ${quota.family}, or add fewer nodes at a time${subject.move.kind === 'in-place' ? ' (maxSurge)' : ''}.`,
      },
    ];
  });
}

function sizesOf({ pool, move }: ReadinessSubject): readonly string[] {
  return move.kind === 'new-pool' && move.vmSize ? [move.vmSize] : pool.vmSizes;
}

function lookUp({ arm }: ReadinessSubject, name: string): VmSize | undefined {
  const told = arm?.vmSizes.kind === 'seen' ? arm.vmSizes.items : [];
  return told.find((size) => size.name.toLowerCase() === name.toLowerCase()) ?? vmSizeOf(name);
}
