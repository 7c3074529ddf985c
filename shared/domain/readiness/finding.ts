import { type FactList, LIST_NAMES } from '../cluster/cluster-index.ts';
import type { Seen } from '../cluster/facts.ts';
import type { ObjectRef } from '../cluster/object-ref.ts';
import type { ReadinessFinding } from './readiness.ts';
import type { ReadinessSubject } from './subject.ts';

/** A finding as a check gives it: the check's own id is added by whoever asks. */
export type NewFinding = Omit<ReadinessFinding, 'check'>;

export function poolRef({ pool }: ReadinessSubject): ObjectRef {
  return { kind: 'NodePool', name: pool.name };
}

export function clusterRef({ cluster }: ReadinessSubject): ObjectRef {
  return { kind: 'ManagedCluster', name: cluster.name };
}

/** Something that could block was not seen. */
export function unknownFinding(object: ObjectRef, what: string, remedy: string): NewFinding {
  return { level: 'unknown', object, what, remedy };
}

/** One finding for each of the lists that was not seen; none when all were. */
export function unseenLists(subject: ReadinessSubject, ...lists: readonly FactList[]): NewFinding[] {
  return lists.flatMap((list) => {
    const seen: Seen<unknown> = subject.index.facts[list];
    if (seen.kind === 'seen') return [];
    return [
      unknownFinding(
        clusterRef(subject),
        `The ${LIST_NAMES[list]} were not seen: ${seen.detail || seen.reason}.`,
        remedyOf(seen.reason, LIST_NAMES[list]),
      ),
    ];
  });
}

/** What was to come from ARM and did not. */
export function unseenInArm(subject: ReadinessSubject, what: string, seen: Seen<unknown> | undefined): NewFinding[] {
  if (seen?.kind === 'seen') return [];
  return [
    unknownFinding(
      poolRef(subject),
      seen ? `The ${what} were not seen: ${seen.detail || seen.reason}.` : `The ${what} were not asked for.`,
      seen?.reason === 'forbidden'
        ? `Grant the reader role for the ${what} and inspect the cluster again.`
        : `Inspect the cluster again with access to Azure, so that the ${what} can be read.`,
    ),
  ];
}

function remedyOf(reason: string, list: string): string {
  return reason === 'forbidden'
    ? `Grant the reading role for ${list} and inspect the cluster again.`
    : `Inspect the cluster again; the ${list} could not be read this time.`;
}

/** `has` or `have`. */
export function verb(number: number, one: string, many: string): string {
  return number === 1 ? one : many;
}

/** The first few of a list, and how many there are beyond. */
export function some(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** `owner` only where there is one, as exact optional fields want it. */
export function owned(owner: string | undefined): { owner?: string } {
  return owner ? { owner } : {};
}
