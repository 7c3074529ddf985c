import { parseNodeImage } from '../../fleet/node-image.ts';
import { azNodePool } from '../az-command.ts';
import { hasEnded, moveToSuccessor } from '../next-action.ts';
import { PASS, type PoolRule, unknown } from '../subject.ts';

/**
 * Machines of one pool run different images, which the pool's own field does not show. Security patches laid
 * over the same image do not count as different.
 */
export const mixedImages: PoolRule = {
  id: 'mixed-images',
  scope: 'pool',

  judge(subject, _facts, now) {
    const { cluster, pool, found } = subject;
    if (!pool.machineImages || pool.machineImages.length === 0) return unknown('the images of the single machines');
    const images = [...new Set(pool.machineImages.map(withoutPatch))].toSorted();
    if (images.length === 1) return PASS;
    const moving = /updating|upgrading|scaling|starting/i.test(pool.provisioningState ?? '');
    const itself = pool.kind === 'auto-provisioned';
    return {
      kind: 'violates',
      severity: moving || itself ? 'low' : 'medium',
      facts: { images, provisioningState: pool.provisioningState ?? 'unknown' },
      why: `Machines of this pool run ${images.length} different images, so pods behave differently by the node they land on${moving ? '; an operation is under way' : ''}.`,
      nextAction: itself
        ? 'Node auto-provisioning brings the nodes together by itself; if it does not within days, look for what blocks it: kubectl get nodeclaims -o wide.'
        : moving
          ? 'Wait for the operation to end and look again at the next sweep.'
          : found && hasEnded(found.entry, now)
            ? moveToSuccessor(subject, found.entry)
            : `Finish the upgrade: ${azNodePool('upgrade', cluster, pool, '--node-image-only')}`,
    };
  },
};

function withoutPatch(name: string): string {
  const image = parseNodeImage(name);
  return image.kind === 'known' ? `${image.family}-${image.version}` : name;
}
