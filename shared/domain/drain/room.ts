import type { Pod, Seen } from '../cluster/facts.ts';
import { refKey } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { DrainOutcome } from './drain-outcome.ts';

/** Whether pods that left have found a place; `waiting`: some have not yet, and nothing more is evicted meanwhile. */
export type RoomSight = DrainOutcome['room'] | { readonly kind: 'waiting'; readonly why: string };

/** A scheduler takes moments; who waits longer makes the next eviction wait. */
const WAITS_MS = 10_000;

/** Room that is not there by then is not coming by itself: the target pool is sized before. */
const MISSING_MS = 120_000;

/**
 * @param pending pods in phase `Pending` of the whole cluster
 * @param since when the draining began: pods that were made before are not its doing
 * @param troubleBefore keys of pods that waited already
 */
export function findRoom(
  pending: Seen<Pod> | undefined,
  since: Instant,
  troubleBefore: ReadonlySet<string>,
  now: Instant,
): RoomSight {
  if (!pending) return { kind: 'unknown', why: 'Pods that wait for a node were not read.' };
  if (pending.kind === 'not-seen') {
    return { kind: 'unknown', why: `Pods that wait for a node could not be seen: ${pending.detail}.` };
  }
  const homeless = pending.items
    .filter(({ node, terminatingSince }) => node === undefined && terminatingSince === undefined)
    .filter(({ namespace, name }) => !troubleBefore.has(refKey({ kind: 'Pod', namespace, name })))
    .filter(({ createdAt }) => createdAt === undefined || createdAt >= since)
    .map((pod) => ({ pod, waited: now - (pod.createdAt ?? since) }))
    .filter(({ waited }) => waited >= WAITS_MS)
    .toSorted((a, b) => b.waited - a.waited);
  const [longest] = homeless;
  if (!longest) return { kind: 'found' };
  const { pod, waited } = longest;
  const others = homeless.length > 1 ? ` and ${homeless.length - 1} more` : '';
  const why = `Pod ${pod.namespace}/${pod.name}${others} found no node in ${Math.floor(waited / 1000)} s.`;
  return { kind: waited >= MISSING_MS ? 'missing' : 'waiting', why };
}
