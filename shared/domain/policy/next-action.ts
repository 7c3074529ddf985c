import { compareImages } from '../fleet/image-order.ts';
import { isStopped, isWindows } from '../fleet/marks.ts';
import type { RetirementEntry } from '../retirement/calendar.ts';
import { isOutOfSupport, retirementState } from '../retirement/retirement-state.ts';
import { dayOf, type Instant } from '../time.ts';
import { azAks, azNodePool } from './az-command.ts';
import type { PoolSubject } from './subject.ts';

/** How to bring this pool to the newest image of its family, by the kind of pool it is. */
export function upgradeImage(subject: PoolSubject, now: Instant): string {
  const { cluster, pool, image, latest, found } = subject;
  if (found && hasEnded(found.entry, now)) {
    return `An image upgrade does not help, for there are no newer images of this OS. ${moveToSuccessor(subject, found.entry)}`;
  }
  if (latest && (compareImages(image, latest) ?? -1) >= 0) {
    return 'Azure offers this pool no newer image at present: look again at the next sweep, and ask Microsoft if it stays so.';
  }
  if (pool.kind === 'auto-provisioned') {
    return (
      'Do not upgrade this pool by hand: node auto-provisioning replaces the nodes itself. ' +
      'Look for what holds it back with: kubectl get nodeclaims,nodepools -o wide ' +
      '(a disruption budget of the NodePool, a PodDisruptionBudget, a do-not-disrupt annotation, a closed maintenance window).'
    );
  }
  if (pool.kind === 'availability-set') {
    return 'Availability-set pools cannot take a new image and are out of support: move the workloads to a Virtual Machines node pool.';
  }
  if (pool.snapshotId !== undefined) {
    return (
      'The pool is pinned to a snapshot. Take a snapshot of a pool that runs a current image (one under 90 days old), then: ' +
      azNodePool('upgrade', cluster, pool, '--snapshot-id', "'<ID of the new snapshot>'")
    );
  }
  const upgrade = azNodePool('upgrade', cluster, pool, '--node-image-only');
  if (cluster.power === 'stopped') {
    return `Nothing can be upgraded while the cluster is stopped. Start it: ${azAks('start', cluster)} and then upgrade: ${upgrade}`;
  }
  if (isStopped(cluster, pool)) {
    return `Nothing can be upgraded while the pool is stopped. Start it: ${azNodePool('start', cluster, pool)} and then upgrade: ${upgrade}`;
  }
  if (cluster.automatic) {
    return `AKS Automatic upgrades images by itself: see whether its maintenance window is long enough (four hours), or upgrade by hand: ${upgrade}`;
  }
  if (isWindows(pool)) {
    return `Upgrade the node image (Windows images come monthly; no channel but NodeImage brings them): ${upgrade}`;
  }
  return `Upgrade the node image: ${upgrade}`;
}

/** Neither upgrade nor wait helps a pool on such an OS. */
export function hasEnded(entry: RetirementEntry, now: Instant): boolean {
  return isOutOfSupport(retirementState(entry, dayOf(now)));
}

/** How to leave an OS that ends, by its entry in the calendar and by the kind of pool. */
export function moveToSuccessor(subject: PoolSubject, entry: RetirementEntry): string {
  const { successorOsSku, successorPath } = entry;
  if (!successorOsSku) return `Plan a move to a supported OS; none is named yet for ${entry.id}.`;
  if (subject.pool.kind === 'auto-provisioned') {
    return `Change imageFamily of the AKSNodeClass to ${successorOsSku}; node auto-provisioning then replaces the nodes itself.`;
  }
  const start = subject.cluster.power === 'stopped' ? 'Start the cluster, then move' : 'Move';
  return `${start} to ${successorOsSku}${successorPath ? `: ${successorPath}` : ''}.`;
}

/** The OS in words: as the image names it, otherwise as the calendar does. */
export function osName({ image }: PoolSubject, entry: RetirementEntry): string {
  return image.kind === 'known' ? image.osRelease : entry.id;
}
