import { done, stop, wait, write } from '../decide.ts';
import { notReady, someOf } from '../health.ts';
import { isSettled } from '../others-at-work.ts';
import { countsFrom, isDecision, isKnownToPerson, nodesOf, type Pass, readPass } from '../pass.ts';
import type { Decision, StepRule } from '../step-rule.ts';
import { scalingProperties } from '../write.ts';

const READY_WITHIN_MINUTES = 30;
const SOURCE_NOT_REFILLED = 'SOURCE_NOT_REFILLED';

/** The source gets back the nodes that it gave up; where Azure can make none any more, those that are left must do. */
export const refillSource: StepRule = {
  name: 'refill-source',
  needs: () => ['nodes'],

  decide(facts) {
    const pass = readPass(facts, 'nodes');
    if (isDecision(pass)) return pass;
    const { source } = pass;
    const { shrunkFrom } = facts.migration.remembered;
    if (!source) {
      return stop(
        'POOL_VANISHED',
        'The source pool is gone, so there is nothing to go back to.',
        'Abort: the pods stay on the target. Going back is another migration.',
      );
    }
    if (shrunkFrom === undefined) return done('The source has given up no nodes.');
    if (
      facts.viability.endings.some(({ kind, at }) => kind === 'images-removed' && (at === undefined || at <= facts.now))
    ) {
      return done(`Images of the source are gone: it goes back to the ${source.scaling.count} nodes that are left.`);
    }
    if (!isSettled(source)) return wait(`Azure is changing pool ${source.name} (${source.provisioningState}).`, 20);
    if (source.scaling.count < shrunkFrom && !source.scaling.autoscaler) {
      return write(
        {
          kind: 'update-pool',
          poolId: source.id,
          properties: scalingProperties({ count: shrunkFrom }),
          etag: source.etag,
        },
        `${source.name} gets back its ${shrunkFrom} nodes.`,
      );
    }
    return awaitNodes(pass, shrunkFrom);
  },
};

function awaitNodes(pass: Pass, wanted: number): Decision {
  const { migration, now } = pass.facts;
  const nodes = nodesOf(pass, pass.source);
  const ready = nodes.filter((node) => node.ready).length;
  if (ready >= wanted) return done(`The source has its ${wanted} nodes again.`);
  const words = [`${ready} of ${wanted} nodes of the source are Ready.`, someOf(notReady(nodes))].join(' ').trim();
  if (now - countsFrom(migration) <= READY_WITHIN_MINUTES * 60_000) return wait(words, 15);
  if (isKnownToPerson(migration, SOURCE_NOT_REFILLED)) {
    return done(`A person said to go on with what there is. ${words}`);
  }
  return stop(
    SOURCE_NOT_REFILLED,
    `After ${READY_WITHIN_MINUTES} minutes ${words}`,
    'Mend what keeps them; or resume to wait as long again and then go back to the nodes that there are.',
  );
}
