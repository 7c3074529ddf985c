import { itemsOf } from '../cluster/cluster-index.ts';
import type { KubeNode } from '../cluster/facts.ts';
import { done, stop, wait } from './decide.ts';
import { daemonsMissing, newOnly, notReady, offImage, someOf, type Trouble, unwell, withoutRoom } from './health.ts';
import { countsFrom, isKnownToPerson, type Pass } from './pass.ts';
import type { Decision, Need } from './step-rule.ts';

export const VALIDATE_NEEDS: readonly Need[] = ['nodes', 'pods-of-pools', 'pending-pods', 'workloads'];

/** Workloads that have just moved need some minutes to be ready again. */
export const WELL_WITHIN_MINUTES = 15;

const NOT_WELL_AFTER = 'NOT_WELL_AFTER';

/** What is unwell now and was not before: nodes, DaemonSets on them, workloads, pods without a node. */
export function unwellNow({ index, facts }: Pass, nodes: readonly KubeNode[], image?: string): Trouble[] {
  const troubles = [
    ...notReady(nodes),
    ...(image ? offImage(nodes, image) : []),
    ...daemonsMissing(index, nodes),
    ...withoutRoom(index, nodes),
    ...unwell(itemsOf(index.facts.workloads)),
  ];
  return newOnly(troubles, facts.migration.remembered.troubleBefore);
}

/**
 * Goes on when all is well, waits for a while when it is not, and then stops. A person who says `resume` after that
 * stop has seen what it named: what is unwell then is not taken for this migration's.
 */
export function validate({ facts }: Pass, troubles: readonly Trouble[], well: string): Decision {
  const { migration, now } = facts;
  if (troubles.length === 0) return done(well);
  const limit = WELL_WITHIN_MINUTES * 60_000;
  if (isKnownToPerson(migration, NOT_WELL_AFTER))
    return done(`A person said to go on knowing of this: ${someOf(troubles)}`);
  if (now - countsFrom(migration) <= limit) return wait(`Not well yet: ${someOf(troubles)}`, 20);
  return stop(
    NOT_WELL_AFTER,
    `After ${WELL_WITHIN_MINUTES} minutes this is not well: ${someOf(troubles, 5)}`,
    'Mend what is named, or roll back. When it has nothing to do with the move, resume: it is left out then.',
  );
}
