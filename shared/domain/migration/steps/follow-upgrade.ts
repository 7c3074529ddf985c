import { MS_PER_DAY } from '../../time.ts';
import type { PoolState } from '../azure-look.ts';
import { done, stop, wait } from '../decide.ts';
import {
  FOLLOW_SECONDS,
  hasBegun,
  isUnderWay,
  isWatchedOnly,
  NODES_NOT_SEEN,
  POOL_NOT_SEEN,
  poolOf,
  rememberedBefore,
} from '../in-place/at-work.ts';
import { followNodes } from '../in-place/follow.ts';
import { type Progress, progressOf, progressText } from '../in-place/progress.ts';
import type { Decision, PassFacts, StepRule } from '../step-rule.ts';

/** AKS replaces node after node; it is finished when every node's own label shows the target and it is Ready. */
export const followUpgrade: StepRule = {
  name: 'follow-upgrade',
  needs: () => ['nodes', 'budgets', 'events'],

  decide(facts) {
    const { migration, now } = facts;
    const { work } = migration;
    const pool = poolOf(facts);
    if (work.kind !== 'pool' || !pool) return wait(POOL_NOT_SEEN, FOLLOW_SECONDS);
    const { image } = work.target;
    if (isWatchedOnly(migration)) return watchAks(facts, pool, image);
    if (image === undefined)
      return stop(
        'UPGRADE_NO_TARGET',
        'The plan names no target image.',
        'Abort, and plan again when the target is known.',
      );
    if (!hasBegun(migration)) return done('Nothing was asked of AKS: there is nothing to follow.');
    return followNodes(facts, {
      pool,
      image,
      way: 'forward',
      again: { kind: 'upgrade-image', poolId: work.poolId },
      remember: { upgradedAt: now },
    });
  },
};

/** How long AKS is given to do by itself what its channel or its window says. */
const MOST_DAYS = 14;
const LOOK_AGAIN_SECONDS = 600;

/** AKS does it by its own settings and takes the image it has: a later one is as good. */
function watchAks(facts: PassFacts, pool: PoolState, image: string | undefined): Decision {
  const { migration, look, now } = facts;
  if (image === undefined)
    return done('The plan names no target image, and AKS upgrades by itself: there is nothing to watch for.');
  const progress = progressOf(look, pool.name, image);
  if (!progress) return wait(NODES_NOT_SEEN, FOLLOW_SECONDS);
  if (hasArrived(progress) && !isUnderWay(pool)) {
    return done(
      `AKS has brought every one of ${progress.nodes.length} nodes to ${image} or later, and all are Ready.`,
      { upgradedAt: now },
    );
  }
  const from = Math.max(migration.stepSince, migration.resumedAt ?? 0);
  if (now - from >= MOST_DAYS * MS_PER_DAY) {
    return stop(
      'UPGRADE_NOT_DONE',
      `AKS was to replace the nodes by itself and has not in ${MOST_DAYS} days: ${progressText(progress)}.`,
      'Look at the cluster’s upgrade channel and its maintenance window; then resume, or plan an upgrade instead.',
    );
  }
  return wait(
    `AKS replaces the nodes by its own settings: ${progressText(progress)}.`,
    isUnderWay(pool) ? FOLLOW_SECONDS : LOOK_AGAIN_SECONDS,
    hasBegun(migration) ? undefined : rememberedBefore(facts, pool),
  );
}

function hasArrived({ nodes, there, newer }: Progress): boolean {
  return nodes.length > 0 && there.length + newer.filter(({ ready }) => ready).length === nodes.length;
}
