import { newestOf } from '../fleet/image-catalogue.ts';
import { minorOf } from '../fleet/kubernetes-version.ts';
import { type KnownImage, parseNodeImage } from '../fleet/node-image.ts';
import type { Instant } from '../time.ts';
import { agentItems } from './agent-items.ts';
import { changeItems } from './change-items.ts';
import { driverItems } from './driver-items.ts';
import { diffImages } from './image-diff.ts';
import { imageItems } from './image-items.ts';
import { stackOf } from './image-stack.ts';
import { stackItems } from './stack-items.ts';
import type { TargetFacts, TargetQuestion, TargetSubject } from './subject.ts';
import type { TargetCheck, TargetItem, TargetVerdict } from './target.ts';

/** Puts the pool's image beside the one it should move to, for what runs on this pool. Never throws. */
export function checkTarget(question: TargetQuestion, facts: TargetFacts, now: Instant): TargetCheck {
  const { pool, cluster } = question;
  const source = parseNodeImage(pool.imageVersion);
  const targetImage = question.noTarget
    ? undefined
    : (question.targetImage ?? question.latestImage ?? newestName(source, facts));
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
          question.noTarget
            ? noTarget(question.noTarget)
            : unreadable(
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

function noTarget(what: string): TargetItem {
  return {
    id: 'no-target',
    component: 'image',
    verdict: 'unknown',
    what,
    remedy: 'Find out which image follows, then compare the two with: steward image A B.',
    objects: [],
    sources: [],
  };
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
