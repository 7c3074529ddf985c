import type { Cluster } from '../fleet/cluster.ts';
import { isWindows } from '../fleet/marks.ts';
import type { KnownImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import { channelPatches, nodeOsChannelOf } from '../policy/channels.ts';
import type { RuleId } from '../policy/finding.ts';
import type { RetirementEntry } from '../retirement/calendar.ts';
import type { OsMove } from '../target/stack.ts';
import type { StrategyKind } from './migration-plan.ts';
import type { EnvironmentRule } from './settings.ts';
import { inPlaceRefusal } from './target-os.ts';

/** What a strategy is chosen by. */
export interface StrategyCase {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  readonly image?: KnownImage;
  /** The OS it is on, where the calendar knows it. */
  readonly entry?: RetirementEntry;
  /** Present: the pool leaves its OS for this one. */
  readonly toOs?: string;
  readonly toImage?: KnownImage;
  /** The source's images are gone, or will be before the work is done and watched. */
  readonly sourceRemoved: boolean;
  readonly rules: readonly RuleId[];
  readonly moves: readonly OsMove[];
  readonly environment: EnvironmentRule;
  readonly mostCritical: boolean;
  readonly classification: 'simple' | 'complex' | 'not-inspected';
  /** Minors the control plane must go through first. */
  readonly kubernetesSteps: number;
}

export interface StrategyChosen {
  readonly kind: StrategyKind;
  readonly reasons: readonly string[];
}

/** From this many minors on, moving to a cluster that is made new is proposed instead. */
export const LONG_KUBERNETES_PATH = 4;

/** Which way a pool goes, and every reason for it. The first rule that speaks decides. */
export function chooseStrategy(subject: StrategyCase): StrategyChosen {
  return clusterMigration(subject) ?? (subject.toOs ? acrossOs(subject, subject.toOs) : sameOs(subject));
}

function clusterMigration({ pool, kubernetesSteps }: StrategyCase): StrategyChosen | undefined {
  if (pool.kind === 'availability-set') {
    return {
      kind: 'cluster-migration',
      reasons: [
        'Availability-set pools take no new image, and their cluster can have no second pool.',
        'Converting the cluster to Virtual Machines pools first may make it unnecessary: have that looked at.',
      ],
    };
  }
  if (kubernetesSteps < LONG_KUBERNETES_PATH) return undefined;
  return {
    kind: 'cluster-migration',
    reasons: [
      `The control plane would have to go through ${kubernetesSteps} minor versions one after another before the image can be used, and none of them can be undone.`,
      'A new cluster beside it can be tested and left again at any time.',
    ],
  };
}

function acrossOs(subject: StrategyCase, toOs: string): StrategyChosen {
  const reasons = [...replacementReasonsAcross(subject, toOs), ...fastWayBack(subject), ...pinned(subject)];
  if (subject.classification === 'complex') {
    reasons.push('What runs here leans on the node: a target pool beside it can be tested before anything moves.');
  }
  if (reasons.length > 0) return { kind: 'pool-replacement', reasons };
  const move = moveOf(subject, toOs);
  return {
    kind: 'os-sku-change',
    reasons: [
      `AKS lets this pool change its OS in place${move?.inPlace ? `: ${move.inPlace}` : ''}.`,
      'No fast way back is asked for here: going back would be the same change once more.',
    ],
  };
}

function replacementReasonsAcross(subject: StrategyCase, toOs: string): string[] {
  const { pool, image, entry, toImage } = subject;
  const move = moveOf(subject, toOs);
  const refusal = entry ? inPlaceRefusal(pool, image, entry) : undefined;
  const reasons: string[] = [];
  if (refusal) reasons.push(refusal);
  else if (!move)
    reasons.push(
      `An in-place change from ${entry?.id ?? 'this OS'} to ${toOs} is not documented; a second pool is safe.`,
    );
  else if (move.needsNewPool !== false) {
    reasons.push(
      `From ${entry?.id ?? 'this OS'} to ${toOs} AKS needs a new pool${move.inPlace ? ` (documented: ${move.inPlace})` : ''}.`,
    );
  }
  if (image && toImage && image.generation !== toImage.generation) {
    reasons.push(
      `The target image boots on generation ${toImage.generation} machines, the pool has generation ${image.generation}.`,
    );
  }
  if (subject.sourceRemoved) {
    reasons.push(
      'Images of the source are gone: a way back exists only while the source nodes are alive, so they are kept beside the target.',
    );
  }
  return reasons;
}

function sameOs(subject: StrategyCase): StrategyChosen {
  const replace = [...pinned(subject), ...fastWayBack(subject)];
  if (replace.length > 0) return { kind: 'pool-replacement', reasons: replace };
  return channelOn(subject) ?? nativeRolling(subject) ?? imageUpgrade(subject);
}

/** Pools of least concern without a channel: AKS can do this for good, and nobody has to plan it again. */
function channelOn({
  cluster,
  pool,
  environment,
  mostCritical,
  classification,
}: StrategyCase): StrategyChosen | undefined {
  const channel = nodeOsChannelOf(cluster);
  const off = channel === 'none' || channel === 'unmanaged';
  if (!off || !environment.channelIsEnough || mostCritical || classification === 'complex') return undefined;
  return {
    kind: 'node-os-channel',
    reasons: [
      `Nothing in ${environment.name} is critical, and the cluster's node OS channel is ${cluster.nodeOsChannel ?? 'off'}: with NodeImage AKS brings each new image by itself.`,
      ...(isWindows(pool) ? ['Windows images come monthly, by this channel only.'] : []),
    ],
  };
}

/** The channel already does it, and nothing says that it does not: it is watched, not driven. */
function nativeRolling({
  cluster,
  pool,
  rules,
  classification,
  mostCritical,
}: StrategyCase): StrategyChosen | undefined {
  const channel = nodeOsChannelOf(cluster);
  const windowed = (cluster.maintenance?.length ?? 0) > 0;
  // An image this old under a channel that should have replaced it means that the channel does not work here.
  const failing = rules.some((rule) => CHANNEL_FAILS.includes(rule));
  if (channel !== 'nodeimage' || !channelPatches(channel, pool) || !windowed || failing) return undefined;
  if (classification === 'complex' || mostCritical) return undefined;
  return {
    kind: 'native-rolling',
    reasons: [
      'The node OS channel is NodeImage and the cluster has a maintenance window: AKS replaces the nodes in it by its own settings.',
      'It is watched, and taken in hand if the window passes without it.',
    ],
  };
}

const CHANNEL_FAILS: readonly RuleId[] = ['image-outside-support', 'mixed-images', 'image-known-bad'];

function imageUpgrade(subject: StrategyCase): StrategyChosen {
  const { cluster, rules, environment } = subject;
  const channel = nodeOsChannelOf(cluster);
  const reasons = ['The image changes within its family: AKS adds surge nodes, then replaces node by node in place.'];
  if (channel === 'nodeimage' && rules.some((rule) => CHANNEL_FAILS.includes(rule))) {
    reasons.push('The node OS channel should have done this and has not.');
  }
  if (!environment.fastRollback) reasons.push(`In ${environment.name} no way back within minutes is asked for.`);
  else reasons.push('Nothing on it is known to lean on the image so much that a second pool is needed.');
  return { kind: 'image-upgrade', reasons };
}

function pinned({ pool }: StrategyCase): string[] {
  return pool.snapshotId === undefined
    ? []
    : ['The pool is pinned to a snapshot: a pool without it, or on a new one, takes over.'];
}

/** AKS refuses an older image, so a way back within minutes needs the source pool alive. */
function fastWayBack({ environment, mostCritical, classification, toOs }: StrategyCase): string[] {
  const because = mostCritical
    ? 'the cluster is of the highest criticality'
    : environment.fastRollback && (classification === 'complex' || toOs !== undefined)
      ? `${environment.name} asks for it`
      : undefined;
  return because
    ? [
        `The way back must be fast, for ${because}: AKS refuses to go back to an older image, so the source pool is kept until the target has proved itself.`,
      ]
    : [];
}

function moveOf({ entry, moves }: StrategyCase, toOs: string): OsMove | undefined {
  return entry ? moves.find(({ from, to }) => from.includes(entry.id) && to === toOs) : undefined;
}
