import { compareMinors } from '../fleet/kubernetes-version.ts';
import type { ClusterReading } from '../fleet/reading.ts';
import { type Instant, MS_PER_DAY, startOfDay } from '../time.ts';
import { type AssessContext, assessPool, type PoolWork } from './assess-pool.ts';
import { type ClusterClass, classifyCluster } from './classify-cluster.ts';
import { controlPlaneDuration, type Experience, type PoolDuration, poolDuration, surgeNodes } from './duration.ts';
import type { Minutes, PoolLeftOut } from './migration-plan.ts';
import type { PlanInput } from './plan-input.ts';
import type { ImageReader } from './read-image.ts';
import type { TargetImages } from './target-images.ts';
import { kubernetesPath } from './target-os.ts';
import { failedTest } from './test-results.ts';

/** A cluster with work, in order, before anything is said of when. */
export interface ClusterDraft {
  readonly reading: ClusterReading;
  readonly kind: ClusterClass;
  readonly steps: readonly StepDraft[];
}

export type StepDraft = ControlPlaneDraft | PoolDraft;

export interface ControlPlaneDraft {
  readonly kind: 'control-plane';
  readonly from: string;
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  readonly minutes: Minutes;
}

export interface PoolDraft {
  readonly kind: 'pool';
  readonly work: PoolWork;
  readonly duration: PoolDuration;
  readonly minutes: Minutes;
  readonly extraNodes: number;
  /** Not before the image is in every region; absent: at once. */
  readonly notBefore?: Instant;
  /** Why it gets no window at all; absent: it gets one. */
  readonly held?: 'no-target' | 'proposed-only' | 'test-failed';
}

/** A release needs up to two weeks to reach every region. */
export const ROLLOUT_DAYS = 14;

export interface DraftContext {
  readonly input: PlanInput;
  readonly images: ImageReader;
  readonly targets: TargetImages;
  readonly experience: Experience;
}

/** What is to be done with one cluster's pools; those left out are told apart. */
export function draftCluster(
  reading: ClusterReading,
  context: DraftContext,
): { readonly draft?: ClusterDraft; readonly leftOut: readonly PoolLeftOut[] } {
  const kind = classifyCluster(reading.cluster, context.input.settings);
  const assess: AssessContext = { ...context, reading, kind };
  const leftOut: PoolLeftOut[] = [];
  const works: PoolWork[] = [];
  for (const read of reading.pools) {
    const found = assessPool(read, assess);
    if (!found) continue;
    if ('reason' in found) leftOut.push(found);
    else works.push(found);
  }
  if (works.length === 0) return { leftOut };
  const pools = works.map((work) => poolDraft(work, context)).toSorted(inOrder);
  const controlPlane = controlPlaneDraft(reading, works, context.input);
  return { draft: { reading, kind, steps: controlPlane ? [controlPlane, ...pools] : pools }, leftOut };
}

/** The newest minor that any pool needs; pools that would go to another cluster need none here. */
function controlPlaneDraft(
  { cluster }: ClusterReading,
  works: readonly PoolWork[],
  { settings }: PlanInput,
): ControlPlaneDraft | undefined {
  const needing = works.filter(({ strategy, target }) => strategy.kind !== 'cluster-migration' && target.kubernetes);
  const needs = needing
    .map(({ target }) => target.kubernetes ?? '')
    .toSorted(compareMinors)
    .at(-1);
  const path = kubernetesPath(cluster.kubernetesVersion, needs);
  if (path.length === 0 || !cluster.kubernetesVersion) return undefined;
  const names = needing.map(({ reading }) => reading.pool.name).toSorted();
  return {
    kind: 'control-plane',
    from: cluster.kubernetesVersion,
    path,
    reasons: [
      `The target of ${names.join(', ')} needs Kubernetes ${needs}; the control plane runs ${cluster.kubernetesVersion}.`,
      'A pool can never be newer than its control plane, and AKS moves one minor at a time.',
    ],
    minutes: controlPlaneDuration(path, settings),
  };
}

function poolDraft(work: PoolWork, { input, experience, images }: DraftContext): PoolDraft {
  const { pool } = work.reading;
  const { settings } = input;
  const strategy = work.strategy.kind;
  const duration = poolDuration(pool, strategy, work.inspection?.drain, experience, settings);
  const replaced = strategy === 'pool-replacement' || strategy === 'cluster-migration';
  const target = images.read(work.targetImage?.name);
  const built = target.kind === 'known' ? startOfDay(target.date) : undefined;
  const waits = work.imageNotThere && built !== undefined;
  const held = heldBy(work, input);
  return {
    kind: 'pool',
    work,
    duration,
    minutes: duration.total,
    extraNodes: replaced ? (pool.count ?? 1) : surgeNodes(pool.count, settings),
    ...(waits ? { notBefore: built + ROLLOUT_DAYS * MS_PER_DAY } : {}),
    ...(held ? { held } : {}),
  };
}

function heldBy({ strategy, targetImage }: PoolWork, { testResults }: PlanInput): PoolDraft['held'] {
  if (strategy.kind === 'cluster-migration') return 'proposed-only';
  if (!targetImage) return 'no-target';
  return failedTest(targetImage.name, testResults) ? 'test-failed' : undefined;
}

/** System pools, then user pools; what leans least on its nodes first, for it teaches at the least risk. */
function inOrder(a: PoolDraft, b: PoolDraft): number {
  const rank = ({ work }: PoolDraft) =>
    (isSystem(work) ? 0 : 10) + (work.inspection?.dependencies?.classification === 'simple' ? 0 : 1);
  return (
    rank(a) - rank(b) ||
    byText(a.work.reading.pool.name, b.work.reading.pool.name) ||
    byText(a.work.reading.pool.id, b.work.reading.pool.id)
  );
}

export function isSystem({ reading }: PoolWork): boolean {
  return reading.pool.mode.toLowerCase() === 'system';
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
