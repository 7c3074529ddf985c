import { compareImages } from '../fleet/image-order.ts';
import { matchesPattern } from '../policy/image-pattern.ts';
import { isBad } from '../policy/rules/image-known-bad.ts';
import { entryOfFamily } from '../retirement/find-entry.ts';
import { rangeCovers } from '../retirement/kubernetes-range.ts';
import { isOutOfSupport, retirementState } from '../retirement/retirement-state.ts';
import { dayOf } from '../time.ts';
import type { TargetSubject } from './subject.ts';
import type { TargetItem } from './target.ts';

/** Items about the target image itself: supported, approved, fit for the pool's machines and for its Kubernetes. */
export function imageItems(subject: TargetSubject): TargetItem[] {
  return [
    support(subject),
    ...lists(subject),
    order(subject),
    machine(subject),
    ...kept(subject),
    kubernetesWindow(subject),
  ];
}

const NONE = { objects: [], sources: [] } as const;

function support({ target: { image }, facts, now }: TargetSubject): TargetItem {
  const entry = entryOfFamily(facts.calendar, image.family);
  const state = entry ? retirementState(entry, dayOf(now)) : 'unknown';
  const base = { id: 'support', component: 'image' as const, ...NONE, sources: entry?.sources ?? [] };
  if (state !== 'unknown' && isOutOfSupport(state)) {
    return {
      ...base,
      verdict: 'violates',
      what: `Support of ${image.osRelease} has ended${entry?.supportEnds ? ` (${entry.supportEnds})` : ''}: moving there solves nothing.`,
      remedy: entry?.successorOsSku
        ? `Take an image of ${entry.successorOsSku}.`
        : 'Take an image of a supported system.',
    };
  }
  if (state === 'unknown') {
    return {
      ...base,
      verdict: 'unknown',
      what: `Until when ${image.osRelease} is supported is not known.`,
      remedy: 'Look at the AKS release notes.',
    };
  }
  const until = entry?.supportEnds ? ` until ${entry.supportEnds}` : '';
  return { ...base, verdict: 'pass', what: `${image.osRelease} is supported${until}.` };
}

function lists({ target: { image }, facts: { images } }: TargetSubject): TargetItem[] {
  const bad = images.knownBad.find((known) => isBad(image, known));
  const approved =
    images.approved === undefined || images.approved.some((pattern) => matchesPattern(pattern, image.name));
  return [
    bad
      ? {
          id: 'known-bad',
          component: 'image',
          verdict: 'violates',
          what: `The target image is known to be bad: ${bad.reason}`,
          remedy: bad.fixedIn ? `Take ${bad.fixedIn} or later.` : 'Take another image.',
          objects: [],
          sources: bad.source ? [bad.source] : [],
        }
      : {
          id: 'known-bad',
          component: 'image',
          verdict: 'pass',
          what: 'Nothing bad is known of the target image.',
          ...NONE,
        },
    ...(approved
      ? []
      : [
          {
            id: 'approved',
            component: 'image' as const,
            verdict: 'violates' as const,
            what: 'The target image is not on your list of approved images.',
            remedy: 'Approve it in image-policy.json, or take one that is approved.',
            ...NONE,
          },
        ]),
  ];
}

function order({ source, target }: TargetSubject): TargetItem {
  const base = {
    id: 'order',
    component: 'image' as const,
    change: `${source.image.version} -> ${target.image.version}`,
    ...NONE,
  };
  const compared = compareImages(target.image, source.image);
  if (compared !== undefined && compared < 0) {
    return {
      ...base,
      verdict: 'violates',
      what: 'The target image is older than the one that runs: AKS refuses to upgrade to it.',
      remedy: 'Take a newer image; going back takes another pool or a snapshot.',
    };
  }
  if (compared === 0) return { ...base, verdict: 'pass', what: 'The pool runs the target image already.' };
  return {
    ...base,
    verdict: 'pass',
    what: compared === undefined ? 'The target is an image of another family.' : 'The target image is newer.',
  };
}

function machine({ source: { image: from }, target: { image: to } }: TargetSubject): TargetItem {
  const base = {
    id: 'machine',
    component: 'architecture' as const,
    change: `${from.osType} ${from.arch} gen${from.generation} -> ${to.osType} ${to.arch} gen${to.generation}`,
    ...NONE,
  };
  if (from.osType !== to.osType || from.arch !== to.arch) {
    return {
      ...base,
      verdict: 'violates',
      what: 'The target image is for other machines than those of the pool.',
      remedy: `Take an image for ${from.osType} on ${from.arch}.`,
    };
  }
  if (from.generation !== to.generation) {
    return {
      ...base,
      verdict: 'unknown',
      what: 'The target image boots on another generation of virtual machines.',
      remedy: `See that the VM size of the pool offers generation ${to.generation}; it takes a new pool.`,
    };
  }
  return { ...base, verdict: 'pass', what: 'The target image is for the same kind of machine.' };
}

/** What the source image has and the target would silently lose. */
function kept({ source: { image: from }, target: { image: to } }: TargetSubject): TargetItem[] {
  const traits = [
    ['fips', 'fips', 'FIPS'],
    ['cvm', 'confidential', 'confidential computing'],
    ['trustedLaunch', 'trusted-launch', 'Trusted Launch'],
    ['kata', 'os', 'pod sandboxing (Kata)'],
  ] as const;
  return traits.flatMap(([flag, component, name]): TargetItem[] => {
    if (!from.flags?.[flag]) return [];
    const has = to.flags?.[flag] === true;
    return [
      {
        id: `keeps-${flag}`,
        component,
        verdict: has ? 'pass' : 'violates',
        what: has
          ? `The target image has ${name} as well.`
          : `The pool runs with ${name} and the target image is without.`,
        ...(has ? {} : { remedy: `Take an image with ${name}.` }),
        ...NONE,
      },
    ];
  });
}

function kubernetesWindow({ target: { image }, question: { pool }, facts, kubernetes }: TargetSubject): TargetItem {
  const base = { id: 'kubernetes-window', component: 'kubernetes' as const, objects: [] };
  const entry = entryOfFamily(facts.calendar, image.family);
  if (!kubernetes || !entry) {
    return {
      ...base,
      verdict: 'unknown',
      what: kubernetes
        ? `Which Kubernetes runs on ${image.osRelease} is not known.`
        : 'The Kubernetes version of the pool is not known.',
      remedy: 'Sweep the subscription again.',
      sources: [],
    };
  }
  const skus = (image.osSkus ?? (image.osSku ? [image.osSku] : [])).map((sku) => sku.toLowerCase());
  const traits = { ...pool, fips: image.flags?.fips === true, confidential: image.flags?.cvm === true };
  const ranges = entry.kubernetes.filter(({ osSku }) => skus.includes(osSku.toLowerCase()));
  if (ranges.length === 0) {
    return {
      ...base,
      verdict: 'unknown',
      what: `Which Kubernetes runs on ${image.osRelease} is not known.`,
      remedy: 'Look at the AKS documentation.',
      sources: entry.sources,
    };
  }
  const range = ranges.find((each) => rangeCovers(each, { ...traits, osSku: each.osSku }, kubernetes));
  const bounds = ranges.map(({ osSku, min, max }) => `${osSku} ${min ?? ''}-${max ?? ''}`).join(', ');
  return range
    ? {
        ...base,
        verdict: 'pass',
        what: `Kubernetes ${kubernetes} runs on ${image.osRelease} with OS SKU ${range.osSku}.`,
        sources: entry.sources,
      }
    : {
        ...base,
        verdict: 'violates',
        what: `Kubernetes ${kubernetes} does not run on ${image.osRelease}${traits.fips ? ' with FIPS' : ''}${traits.confidential ? ' on confidential machines' : ''} (${bounds}).`,
        remedy: 'Upgrade Kubernetes first, or take another system.',
        sources: entry.sources,
      };
}
