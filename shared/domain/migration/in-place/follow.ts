import type { KubeNode } from '../../cluster/facts.ts';
import type { PoolState } from '../azure-look.ts';
import { done, stop, wait } from '../decide.ts';
import type { Remembered } from '../remembered.ts';
import type { Decision, PassFacts } from '../step-rule.ts';
import type { Write } from '../write.ts';
import { answerFailure } from './answer-failure.ts';
import { FOLLOW_SECONDS, isUnderWay, NODES_NOT_SEEN } from './at-work.ts';
import { explainFailure, isBlockedDrain } from './explain-failure.ts';
import { isWholly, namesText, type Progress, progressOf, progressText } from './progress.ts';

export interface Followed {
  readonly pool: PoolState;
  /** What every node's label is to show. */
  readonly image: string;
  /** On the way back a later image is the one that is to go; on the way forward nobody signed it. */
  readonly way: 'forward' | 'back';
  /** Sent when it has to be asked for again. */
  readonly again: Write;
  /** Remembered when it is finished. */
  readonly remember?: Partial<Remembered>;
}

/** ARM may still show the state before an operation that it has just accepted. */
const SETTLE_MS = 120_000;
/** A node on the image that is not Ready for this long will not be. */
const NOT_READY_MS = 15 * 60_000;
const NOT_READY = 'pool/not-ready';

/** AKS replaces nodes: how far, and when it ended, as what. The nodes' own labels decide, not AKS's word. */
export function followNodes(facts: PassFacts, followed: Followed): Decision {
  const { look } = facts;
  const { pool, image, way } = followed;
  const seen = progressOf(look, pool.name, image);
  if (!seen) return wait(NODES_NOT_SEEN, FOLLOW_SECONDS);
  const progress = way === 'back' ? { ...seen, before: [...seen.before, ...seen.newer], newer: [] } : seen;
  if (isUnderWay(pool)) return underWay(facts, progress);
  if (progress.quarantined.length > 0) return putAside(facts, progress);
  if (isWholly(progress)) return finished(facts, followed, progress);
  if (progress.nodes.length === 0) return withoutNodes(facts, followed);
  if (progress.before.length > 0) return notReplaced(facts, followed, progress);
  if (progress.newer.length > 0) return otherImage(progress, image);
  return notReady(facts, progress);
}

/** Beside the drain timeout and the soak of a node: its new machine is made in a few minutes. */
const NODE_WITHIN_MINUTES = 60;

/** AKS gives up on a pod by itself; where no further node comes for longer than that takes, a person has to look. */
function underWay(facts: PassFacts, progress: Progress): Decision {
  const { migration, now } = facts;
  const { remembered, running, stepSince, resumedAt = 0 } = migration;
  const replaced = progress.there.length;
  const before = remembered.nodesThere;
  const known = before !== undefined && before.count === replaced && before.since >= stepSince;
  const since = known ? before.since : now;
  const words = `${progressText(progress)}${blockedNow(facts)}`;
  const minutes = running.drainTimeoutMinutes + soakMinutes(migration) + NODE_WITHIN_MINUTES;
  if (now - Math.max(since, resumedAt) > minutes * 60_000) {
    return stop(
      'UPGRADE_STUCK',
      `AKS has been at it for more than ${minutes} minutes without another node: ${words}.`,
      'Look at the pods and events that are named and at the pool’s activity log. Resume waits as long again; roll back or abort has AKS stop.',
    );
  }
  return wait(`${words}.`, FOLLOW_SECONDS, { nodesThere: { count: replaced, since } });
}

function soakMinutes({ remembered }: PassFacts['migration']): number {
  const soak = remembered.upgradeSettings?.['nodeSoakDurationInMinutes'];
  return typeof soak === 'number' ? soak : 0;
}

/** What AKS's upgrader says at present of pods that do not leave. */
function blockedNow({ look, now }: PassFacts): string {
  if (look.events?.kind !== 'seen') return '';
  const [latest] = look.events.items
    .filter((event) => isBlockedDrain(event) && now - (event.lastAt ?? now) < SETTLE_MS)
    .toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
  if (!latest) return '';
  const full = look.budgets?.kind === 'seen' ? look.budgets.items.filter((one) => one.disruptionsAllowed <= 0) : [];
  const budgets = full.slice(0, 3).map(({ namespace, name }) => `${namespace}/${name}`);
  const hint = budgets.length > 0 ? `; budgets with no room: ${budgets.join(', ')}` : '';
  return `; on ${latest.object.name}: ${latest.message.slice(0, 200)}${hint}`;
}

function finished({ migration }: PassFacts, { image, pool, remember }: Followed, { there }: Progress): Decision {
  const before = new Set(migration.remembered.cordonedBefore ?? []);
  const cordoned = there.filter(({ unschedulable, name }) => unschedulable && !before.has(name));
  if (cordoned.length > 0) return leftCordoned(cordoned);
  const state =
    pool.provisioningState.toLowerCase() === 'succeeded' ? '' : `; AKS calls the pool ${pool.provisioningState}`;
  return done(`Every one of ${there.length} nodes shows ${image} and is Ready${state}.`, remember);
}

function leftCordoned(cordoned: readonly KubeNode[]): Decision {
  return stop(
    'UPGRADE_NODES_CORDONED',
    `AKS left ${namesText(cordoned)} cordoned.`,
    `See why, then kubectl uncordon ${cordoned.map(({ name }) => name).join(' ')} and resume.`,
  );
}

function putAside({ look }: PassFacts, { quarantined }: Progress): Decision {
  const full = look.budgets?.kind === 'seen' ? look.budgets.items.filter((one) => one.disruptionsAllowed <= 0) : [];
  const budgets = full.slice(0, 5).map(({ namespace, name }) => `${namespace}/${name}`);
  return stop(
    'UPGRADE_NODES_QUARANTINED',
    `AKS could not drain ${namesText(quarantined)}, cordoned them and put surge nodes in their place${budgets.length > 0 ? `; budgets with no room: ${budgets.join(', ')}` : ''}.`,
    'Make room in the budgets, drain these nodes and delete their machines (az aks nodepool delete-machines); then resume.',
  );
}

/** AKS says that it is over, and nodes still run what they ran. */
function notReplaced(facts: PassFacts, { pool, again, image }: Followed, { before, nodes }: Progress): Decision {
  const { migration, now, look } = facts;
  const state = pool.provisioningState.toLowerCase();
  const still = `${before.length} of ${nodes.length} nodes (${namesText(before)}) do not show ${image}`;
  if (state === 'failed') return answerFailure(facts, explainFailure(pool.failure, look), again, pool.etag);
  if (state === 'canceled') {
    const why = `AKS’s operation was stopped by somebody: ${still}.`;
    const remedy = 'Find out who stopped it and why; resume asks for it again.';
    return answerFailure(
      facts,
      { cause: 'canceled', why, remedy, code: 'UPGRADE_CANCELED', againHelps: false },
      again,
      pool.etag,
    );
  }
  if (now - migration.stepSince < SETTLE_MS) return wait(`AKS has not begun to replace nodes: ${still}.`, 20);
  const why = `AKS says ${pool.provisioningState}, and it is not: ${still}.`;
  const remedy = 'Ask AKS’s support why these nodes were not replaced; resume asks for it again.';
  return answerFailure(
    facts,
    { cause: 'not replaced', why, remedy, code: 'UPGRADE_NOT_DONE', againHelps: true },
    again,
    pool.etag,
  );
}

function otherImage({ newer }: Progress, image: string): Decision {
  const has = newer[0]?.imageVersion ?? 'another image';
  return stop(
    'UPGRADE_OTHER_IMAGE',
    `AKS brought ${namesText(newer)} to ${has}, which is later than ${image}: nobody signed that.`,
    'Abort puts the settings back and leaves the nodes on it; roll back takes the pool to the version before. A plan for the later image is another plan.',
  );
}

function notReady({ migration, now }: PassFacts, { notReady: nodes }: Progress): Decision {
  const since = migration.remembered.troubleSince?.[NOT_READY];
  const from = Math.max(since?.since ?? now, migration.resumedAt ?? 0);
  const what = `${namesText(nodes)} ${nodes.length === 1 ? 'shows' : 'show'} the image and ${nodes.length === 1 ? 'is' : 'are'} not Ready`;
  if (now - from >= NOT_READY_MS) {
    return stop(
      'UPGRADE_NODES_NOT_READY',
      `${what} for 15 minutes.`,
      'Look at the nodes’ conditions and the kubelet; then resume, or roll back.',
    );
  }
  const others = migration.remembered.troubleSince ?? {};
  return wait(`${what}.`, FOLLOW_SECONDS, {
    troubleSince: { ...others, [NOT_READY]: { since: since?.since ?? now, seenAt: now } },
  });
}

/** A pool of no nodes has nothing to replace; what it would make next is its own word. */
function withoutNodes({ migration, now }: PassFacts, { pool, image, remember }: Followed): Decision {
  if (pool.scaling.count > 0) {
    const from = Math.max(migration.stepSince, migration.resumedAt ?? 0);
    if (now - from < NOT_READY_MS) return wait('None of the pool’s nodes has joined the cluster.', FOLLOW_SECONDS);
    return stop(
      'UPGRADE_NODES_NOT_READY',
      'None of the pool’s nodes has joined the cluster, and AKS is not at work on it.',
      'Look at the pool’s machines in Azure; resume when they are there, or roll back.',
    );
  }
  return done(`The pool has no nodes; new ones will run ${pool.imageVersion ?? image}.`, remember);
}
