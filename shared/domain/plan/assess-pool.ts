import { compareImages } from '../fleet/image-order.ts';
import { isFailed, isStopped } from '../fleet/marks.ts';
import type { KnownImage, NodeImage } from '../fleet/node-image.ts';
import type { ClusterReading, PoolReading } from '../fleet/reading.ts';
import type { Finding, RuleId } from '../policy/finding.ts';
import { whyNotWanted } from '../policy/wanted-image.ts';
import { entryOfPool } from '../retirement/find-entry.ts';
import { retirementState } from '../retirement/retirement-state.ts';
import { addDays, dayOf } from '../time.ts';
import { type ClusterClass, isMostCritical } from './classify-cluster.ts';
import type { PoolLeftOut, PoolTarget, TargetImage } from './migration-plan.ts';
import type { PlanInput, PoolInspection } from './plan-input.ts';
import type { ImageReader } from './read-image.ts';
import { chooseStrategy, type StrategyChosen } from './strategy.ts';
import type { TargetImages } from './target-images.ts';
import { imageUnknown, LEAVE_OS, otherOsOf } from './target-of-pool.ts';
import { kubernetesPath } from './target-os.ts';

/** Rules whose breach a new image, or another OS, heals. */
export const IMAGE_RULES: readonly RuleId[] = [
  'image-too-old',
  'image-behind-latest',
  'image-outside-support',
  'support-ended',
  'support-ends-soon',
  'images-removed',
  'images-removed-soon',
  'os-sku-blocks-kubernetes',
  'image-not-approved',
  'image-known-bad',
  'mixed-images',
];

/** A pool that goes into the plan, before anything is said of when. */
export interface PoolWork {
  readonly reading: PoolReading;
  readonly findings: readonly Finding[];
  readonly inspection: PoolInspection | undefined;
  readonly image: KnownImage | undefined;
  readonly strategy: StrategyChosen;
  readonly target: PoolTarget;
  readonly targetImage: TargetImage | undefined;
  /** Days before which it must be done, in order; only those of its OS. */
  readonly ends: readonly { readonly kind: 'support-end' | 'images-removed'; readonly day: string }[];
  readonly failed: boolean;
  /** Azure offers this pool an older image than the plan's: its region has not got it yet. */
  readonly imageNotThere: boolean;
}

export interface AssessContext {
  readonly input: PlanInput;
  readonly images: ImageReader;
  readonly targets: TargetImages;
  readonly reading: ClusterReading;
  readonly kind: ClusterClass;
}

/** What is to be done with one pool; `undefined` when no finding of it concerns images at all. */
export function assessPool(read: PoolReading, context: AssessContext): PoolWork | PoolLeftOut | undefined {
  const { input, images, reading } = context;
  const { cluster } = reading;
  const { pool } = read;
  const all = reading.findings.filter(({ poolId, ruleId }) => poolId === pool.id && IMAGE_RULES.includes(ruleId));
  if (all.length === 0) return undefined;
  const findings = all.filter(({ exemption }) => exemption === undefined);
  const leaveOut = (reason: PoolLeftOut['reason'], why: string, nextAction?: string): PoolLeftOut => ({
    clusterId: cluster.id,
    poolId: pool.id,
    cluster: cluster.name,
    pool: pool.name,
    reason,
    why,
    ...(nextAction ? { nextAction } : {}),
  });
  const action = all.find(({ nextAction }) => nextAction)?.nextAction;
  if (findings.length === 0) return leaveOut('exempted', 'Every finding about its image is exempted.');
  if (isStopped(cluster, pool))
    return leaveOut('cluster-stopped', 'It is stopped: nothing can be changed until it is started.', action);
  if (pool.kind === 'auto-provisioned') {
    return leaveOut('auto-provisioned', 'Node auto-provisioning replaces these nodes itself.', action);
  }

  const image = images.read(pool.imageVersion);
  const leaving = needsOtherOs(findings, image, context, read);
  if (typeof leaving === 'string') return leaveOut('no-target', leaving, action);
  const work = leaving ?? sameFamily(image, context, read);
  if ('reason' in work) return leaveOut(work.reason, work.why, action);

  const known = image.kind === 'known' ? image : undefined;
  const found = entryOfPool(input.calendar, pool, image)?.entry;
  const inspection = input.inspections.get(pool.id);
  const toImage = images.read(work.targetImage?.name);
  const today = dayOf(input.now);
  const ends = [
    ...(found?.supportEnds ? [{ kind: 'support-end' as const, day: found.supportEnds }] : []),
    ...(found?.imagesRemoved ? [{ kind: 'images-removed' as const, day: found.imagesRemoved }] : []),
  ];
  const strategy = chooseStrategy({
    cluster,
    pool,
    ...(known ? { image: known } : {}),
    ...(found ? { entry: found } : {}),
    ...(work.os ? { toOs: work.os } : {}),
    ...(toImage.kind === 'known' ? { toImage } : {}),
    sourceRemoved:
      found !== undefined && retirementState(found, addDays(today, input.settings.noticeDays)) === 'images-removed',
    rules: findings.map(({ ruleId }) => ruleId),
    moves: input.moves,
    environment: context.kind.environment,
    mostCritical: isMostCritical(context.kind, input.settings),
    classification: inspection?.dependencies?.classification ?? 'not-inspected',
    kubernetesSteps: kubernetesPath(cluster.kubernetesVersion, work.target.kubernetes).length,
  });
  const latest = images.read(read.latestImage);
  return {
    reading: read,
    findings,
    inspection,
    image: known,
    strategy,
    target: work.target,
    targetImage: work.targetImage,
    ends,
    failed: isFailed(pool.provisioningState),
    imageNotThere: toImage.kind === 'known' && (compareImages(latest, toImage) ?? 0) < 0,
  };
}

interface TargetChosen {
  readonly target: PoolTarget;
  readonly targetImage: TargetImage | undefined;
  /** Present: another OS than the pool's. */
  readonly os?: string;
}
type NoTarget = Pick<PoolLeftOut, 'reason' | 'why'>;

/** Another OS, where a finding says that this one ends; one sentence when there is none to go to. */
function needsOtherOs(
  findings: readonly Finding[],
  image: NodeImage,
  { input, targets, reading }: AssessContext,
  { pool }: PoolReading,
): TargetChosen | string | undefined {
  if (!findings.some(({ ruleId }) => LEAVE_OS.includes(ruleId))) return undefined;
  const other = otherOsOf(pool, image, {
    calendar: input.calendar,
    targets,
    controlPlane: reading.cluster.kubernetesVersion,
    today: dayOf(input.now),
  });
  if (typeof other === 'string') return other;
  const { os, image: targetImage } = other;
  const refusal = targetImage ? refusalOf(targetImage.name, input) : undefined;
  return {
    os: os.entry.id,
    targetImage: refusal ? undefined : targetImage,
    target: {
      os: os.entry.id,
      osSku: os.osSku,
      ...(targetImage && !refusal ? { image: targetImage.name } : {}),
      ...(os.needsMinor ? { kubernetes: os.needsMinor } : {}),
      reasons: [...os.reasons, ...(refusal ? [refusal] : []), ...imageReason(targetImage, os.entry.id)],
    },
  };
}

function sameFamily(
  image: NodeImage,
  { input, images, targets }: AssessContext,
  { pool }: PoolReading,
): TargetChosen | NoTarget {
  if (image.kind === 'unknown') return { reason: 'unknown-image', why: `Its image cannot be read: ${image.reason}` };
  const targetImage = targets.ofFamily(image);
  const target = pool.osSku ? { osSku: pool.osSku } : {};
  if (!targetImage) {
    return { targetImage: undefined, target: { ...target, reasons: imageReason(undefined, image.family) } };
  }
  const mixed = pool.machineImages?.some((name) => name !== targetImage.name) ?? false;
  if (!mixed && (compareImages(image, images.read(targetImage.name)) ?? -1) >= 0) {
    return {
      reason: 'nothing-to-do',
      why: 'It runs the newest image of its family already: there is none to move to.',
    };
  }
  const refusal = refusalOf(targetImage.name, input);
  return {
    targetImage: refusal ? undefined : targetImage,
    target: {
      ...target,
      ...(refusal ? {} : { image: targetImage.name }),
      reasons: refusal
        ? [refusal]
        : ['The newest image of the same family.', ...imageReason(targetImage, image.family)],
    },
  };
}

function imageReason(image: TargetImage | undefined, of: string): string[] {
  if (!image) return [imageUnknown(of)];
  return image.from === 'catalogue'
    ? ['Azure was not asked for it: it is the newest announced build that the catalogue has.']
    : [];
}

/** A target must not be the next finding. */
function refusalOf(name: string, { images }: PlanInput): string | undefined {
  const why = images && whyNotWanted(name, images);
  return why && `The newest image ${name} ${why}`;
}
