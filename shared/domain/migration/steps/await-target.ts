import type { PoolState } from '../azure-look.ts';
import { done, stop, wait } from '../decide.ts';
import { daemonsMissing, newOnly, notReady, offImage, someOf, type Trouble } from '../health.ts';
import { countsFrom, isDecision, nodesOf, type Pass, readPass, targetImageOf } from '../pass.ts';
import type { Decision, StepRule } from '../step-rule.ts';

const LOOK_AGAIN_SECONDS = 15;
/** Provisioning takes 5 to 12 minutes; what takes this long does not come by itself. */
export const READY_WITHIN_MINUTES = { linux: 30, windows: 60 } as const;

/** Waits for the target: all nodes there, Ready, on exactly the target image by their own labels, DaemonSets ready. */
export const awaitTarget: StepRule = {
  name: 'await-target',
  needs: () => ['nodes', 'pods-of-pools', 'workloads'],

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads');
    if (isDecision(pass)) return pass;
    const { target } = pass;
    if (!target) {
      return stop(
        'TARGET_VANISHED',
        'The target pool is not there any more.',
        'Find out who deleted it; roll back or abort, then plan anew.',
      );
    }
    const failed = failure(target);
    if (failed) return failed;
    const nodes = nodesOf(pass, target);
    const other = otherImage(pass, nodes);
    if (other) return other;
    const missing = missingYet(pass, target);
    if (missing.length === 0) {
      return done(`All ${nodes.length} nodes of ${target.name} are Ready on the target image, DaemonSets are healthy.`);
    }
    return tooLong(pass, target, missing) ?? wait(`Not yet: ${someOf(missing)}`, LOOK_AGAIN_SECONDS);
  },
};

/** What the target is still to have; empty: it is ready for pods. */
export function missingYet(pass: Pass, target: PoolState): Trouble[] {
  const { migration } = pass.facts;
  const nodes = nodesOf(pass, target);
  const state = target.provisioningState;
  const wanted = target.scaling.count;
  const image = targetImageOf(migration);
  return [
    ...(state.toLowerCase() === 'succeeded' ? [] : [{ key: 'pool', what: `Azure says ${state} of ${target.name}.` }]),
    ...(nodes.length < wanted ? [{ key: 'nodes', what: `${nodes.length} of ${wanted} nodes are there.` }] : []),
    ...notReady(nodes),
    ...(image ? offImage(nodes, image) : [{ key: 'image', what: 'The target image is not known.' }]),
    ...newOnly(daemonsMissing(pass.index, nodes), migration.remembered.troubleBefore),
  ];
}

function failure({ name, provisioningState, failure: words }: PoolState): Decision | undefined {
  if (!['failed', 'canceled'].includes(provisioningState.toLowerCase())) return undefined;
  const said = words ? `${words.code}: ${words.message}` : `Azure says ${provisioningState} and no more`;
  if (words && /quota/i.test(words.code)) {
    return stop(
      'QUOTA_GONE',
      `There is no quota for the nodes of ${name} (${said}).`,
      'Have the quota raised, or roll back and delete the target; then resume.',
    );
  }
  return stop('TARGET_FAILED', `Azure could not make pool ${name} (${said}).`, 'Mend what Azure names, then resume.');
}

/** Azure gives a new pool its newest image: once the nodes are Ready on another, they will not change by waiting. */
function otherImage({ facts }: Pass, nodes: ReturnType<typeof nodesOf>): Decision | undefined {
  const image = targetImageOf(facts.migration);
  if (!image) return undefined;
  const off = offImage(
    nodes.filter(({ ready, imageVersion }) => ready && imageVersion !== undefined),
    image,
  );
  if (off.length === 0) return undefined;
  return stop(
    'TARGET_IMAGE_OTHER',
    `Azure made the target on another image than was signed. ${someOf(off)}`,
    'Roll back with the target deleted, and plan anew: another image is another plan.',
  );
}

function tooLong({ facts }: Pass, target: PoolState, missing: readonly Trouble[]): Decision | undefined {
  const minutes = READY_WITHIN_MINUTES[target.osType.toLowerCase() === 'windows' ? 'windows' : 'linux'];
  if (facts.now - countsFrom(facts.migration) <= minutes * 60_000) return undefined;
  return stop(
    'TARGET_NOT_READY',
    `The target is not ready after ${minutes} minutes. ${someOf(missing)}`,
    'Look at the nodes and DaemonSets that are named; resume to wait as long again, or roll back.',
  );
}
