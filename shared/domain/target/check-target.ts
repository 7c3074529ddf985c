import type { DependencyMap } from '../dependency/dependency.ts';
import type { Cluster } from '../fleet/cluster.ts';
import { newestOf } from '../fleet/image-catalogue.ts';
import { minorOf } from '../fleet/kubernetes-version.ts';
import { type KnownImage, parseNodeImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { ImagePolicy } from '../policy/image-policy.ts';
import type { Instant } from '../time.ts';
import { agentItems } from './agent-items.ts';
import { changeItems } from './change-items.ts';
import { driverItems } from './driver-items.ts';
import { diffImages, type ImageFacts } from './image-diff.ts';
import { imageItems } from './image-items.ts';
import { type ImageStack, stackOf } from './image-stack.ts';
import { stackItems } from './stack-items.ts';
import type { TargetCheck, TargetItem, TargetVerdict } from './target.ts';

export interface TargetFacts extends ImageFacts {
  readonly images: ImagePolicy;
}

export interface TargetQuestion {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  /** A whole image version, or none: then the newest of the pool's own family. */
  readonly targetImage?: string;
  /** The newest that Azure offers to the pool, where it was asked; without it, the catalogue's newest counts. */
  readonly latestImage?: string;
  /** Minor that the pool will run after the move; absent: as now. */
  readonly kubernetes?: string;
  readonly dependencies: DependencyMap;
}

/** What the items are judged by. */
export interface TargetSubject {
  readonly question: TargetQuestion;
  readonly facts: TargetFacts;
  readonly source: ImageStack;
  readonly target: ImageStack;
  readonly kubernetes?: string;
  readonly now: Instant;
}

/** Puts the pool's image beside the one it should move to, for what runs on this pool. Never throws. */
export function checkTarget(question: TargetQuestion, facts: TargetFacts, now: Instant): TargetCheck {
  const { pool, cluster } = question;
  const source = parseNodeImage(pool.imageVersion);
  const targetImage = question.targetImage ?? question.latestImage ?? newestName(source, facts);
  const target = parseNodeImage(targetImage);
  const kubernetes = question.kubernetes ?? minorOf(pool.kubernetesVersion ?? cluster.kubernetesVersion);
  const context = { gpu: pool.gpu, ...(kubernetes ? { kubernetes } : {}) };
  const diff = diffImages(pool.imageVersion ?? '', targetImage ?? '', facts, context);
  const items =
    source.kind === 'known' && target.kind === 'known'
      ? itemsOf({
          question,
          facts,
          source: stackOf(source, facts.stack, facts.catalogue),
          target: stackOf(target, facts.stack, facts.catalogue),
          ...(kubernetes ? { kubernetes } : {}),
          now,
        })
      : [
          unreadable(
            source.kind === 'unknown'
              ? `The pool's image is not known: ${source.reason}`
              : `The target image is not known: ${target.kind === 'unknown' ? target.reason : ''}`,
          ),
        ];
  const sorted = items.toSorted((a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict));
  return {
    sourceImage: pool.imageVersion ?? '',
    targetImage: targetImage ?? '',
    verdict: sorted[0]?.verdict ?? 'unknown',
    items: sorted,
    diff,
  };
}

function itemsOf(subject: TargetSubject): TargetItem[] {
  return [
    ...imageItems(subject),
    ...stackItems(subject),
    ...driverItems(subject),
    ...agentItems(subject),
    ...changeItems(subject),
  ];
}

const WORST: readonly TargetVerdict[] = ['violates', 'unknown', 'pass'];

function newestName(image: ReturnType<typeof parseNodeImage>, { catalogue }: TargetFacts): string | undefined {
  const newest: KnownImage | undefined = newestOf(catalogue, image);
  return newest?.name;
}

function unreadable(what: string): TargetItem {
  return {
    id: 'image-names',
    component: 'image',
    verdict: 'unknown',
    what,
    remedy: 'Name both images in full, as in AKSUbuntu-2404gen2containerd-202610.08.0.',
    objects: [],
    sources: [],
  };
}
