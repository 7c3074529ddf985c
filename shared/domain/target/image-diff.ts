import { compareVersions } from '../cluster/version-text.ts';
import type { ImageCatalogue } from '../fleet/image-catalogue.ts';
import { compareImages } from '../fleet/image-order.ts';
import { type KnownImage, type NodeImage, parseNodeImage } from '../fleet/node-image.ts';
import type { RetirementCalendar } from '../retirement/calendar.ts';
import { entryOfFamily } from '../retirement/find-entry.ts';
import { daysBetween } from '../time.ts';
import { liesBetween, type MoveContext } from './change-condition.ts';
import { baseIdOf, type ImageStack, stackOf, systemIdOf } from './image-stack.ts';
import type { BreakingChange, OsMove, StackFacts } from './stack.ts';
import type { ImageDiff, ImageDiffRow } from './target.ts';

export interface ImageFacts {
  readonly calendar: RetirementCalendar;
  readonly catalogue: ImageCatalogue;
  readonly stack: StackFacts;
}

/** What differs between two images, part by part, and what has broken between the two before. Never throws. */
export function diffImages(from: string, to: string, facts: ImageFacts, context: MoveContext = {}): ImageDiff {
  const [source, target] = [parseNodeImage(from), parseNodeImage(to)];
  const unknowns = [source, target].flatMap((image) =>
    image.kind === 'unknown' ? [`${image.name || 'An empty name'}: ${image.reason}`] : [],
  );
  if (source.kind === 'unknown' || target.kind === 'unknown') {
    return { from, to, order: 'unknown', rows: [], breaking: [], checks: [], unknowns };
  }
  const [a, b] = [stackOf(source, facts.stack, facts.catalogue), stackOf(target, facts.stack, facts.catalogue)];
  const move = moveBetween(facts.stack, source, target);
  return {
    from,
    to,
    order: orderOf(source, target),
    daysApart: daysBetween(source.date, target.date),
    rows: rowsOf(a, b, facts.calendar),
    breaking: changesBetween(facts.stack, a, b, context).map(({ change: { id, fact, check } }) => ({
      id,
      fact,
      check,
    })),
    checks: move?.check ?? [],
    ...(move?.inPlace ? { inPlace: move.inPlace } : {}),
    unknowns: [...unknowns, ...notKnown(a), ...notKnown(b)],
  };
}

/** Changes that lie between two images for certain, and those of which it is not known. */
export function changesBetween(
  { changes }: StackFacts,
  source: ImageStack,
  target: ImageStack,
  context: MoveContext,
): { readonly change: BreakingChange; readonly certain: boolean }[] {
  return changes.flatMap((change) => {
    const lies = liesBetween(change.when, source, target, context);
    // What only a pool could tell is left out where no pool is looked at.
    const asksPool = change.when.gpu !== undefined || change.when.kubernetesFrom !== undefined;
    if (lies === false || (lies === undefined && asksPool)) return [];
    return [{ change, certain: lies === true }];
  });
}

export function moveBetween({ moves }: StackFacts, source: KnownImage, target: KnownImage): OsMove | undefined {
  const [from, to] = [baseIdOf(source), baseIdOf(target)];
  if (from === undefined || to === undefined || from === to) return undefined;
  return moves.find((move) => matches(move.from, source, from) && move.to === to);
}

/** `ubuntu-22.04` also stands for its variants; `ubuntu-20.04-fips` only for itself. */
function matches(ids: readonly string[], image: KnownImage, base: string): boolean {
  return ids.includes(base) || ids.includes(systemIdOf(image) ?? base);
}

function orderOf(source: NodeImage, target: NodeImage): ImageDiff['order'] {
  const order = compareImages(source, target);
  if (order === undefined) return 'other-family';
  if (order === 0) return 'same';
  return order < 0 ? 'newer' : 'older';
}

function rowsOf(a: ImageStack, b: ImageStack, calendar: RetirementCalendar): ImageDiffRow[] {
  const [from, to] = [a.image, b.image];
  const [old, next] = [entryOfFamily(calendar, from.family), entryOfFamily(calendar, to.family)];
  const row = (
    part: ImageDiffRow['part'],
    left: string | undefined,
    right: string | undefined,
    by: ImageDiffRow['by'],
  ): ImageDiffRow => ({
    part,
    ...(left === undefined ? {} : { from: left }),
    ...(right === undefined ? {} : { to: right }),
    changed: left === undefined && right === undefined && by !== 'calendar' ? 'unknown' : changed(left, right, by),
    by,
  });
  const stack = (part: 'kernel' | 'cgroup' | 'containerd' | 'openssl' | 'python'): ImageDiffRow => {
    const [left, right] = [a[part], b[part]];
    const by = left?.by === 'image' || right?.by === 'image' ? 'image' : 'system';
    const plain = row(part, left?.value, right?.value, by);
    // `6.8` of the system in general and `6.8.0-1070-azure` of a build may be the same or not.
    const vague = left && right && left.by !== right.by && compareVersions(left.value, right.value) === 0;
    return vague ? { ...plain, changed: 'unknown' } : plain;
  };
  const yes = (flag: boolean | undefined) => (flag ? 'yes' : 'no');
  return [
    row('family', from.family, to.family, 'name'),
    row('version', from.version, to.version, 'name'),
    row('security patch', from.securityPatchDate ?? 'none', to.securityPatchDate ?? 'none', 'name'),
    row('os', from.osRelease, to.osRelease, 'name'),
    row('architecture', from.arch, to.arch, 'name'),
    row('generation', String(from.generation), String(to.generation), 'name'),
    row('fips', yes(from.flags?.fips), yes(to.flags?.fips), 'name'),
    ...(from.osType === 'Windows' && to.osType === 'Windows'
      ? [stack('containerd')]
      : [stack('kernel'), stack('cgroup'), stack('containerd'), stack('openssl'), stack('python')]),
    row('support ends', old?.supportEnds, next?.supportEnds, 'calendar'),
    row('images removed', old?.imagesRemoved, next?.imagesRemoved, 'calendar'),
  ];
}

/** A date that is not announced on either side has not changed; one that is known on one side only has. */
function changed(a: string | undefined, b: string | undefined, by: ImageDiffRow['by']): boolean | 'unknown' {
  if (by === 'calendar') return a !== b;
  return a === undefined || b === undefined ? 'unknown' : a !== b;
}

function notKnown({ image, system, kernel, containerd }: ImageStack): string[] {
  if (image.osType === 'Windows') return [];
  if (!system) return [`${image.family}: what this system has is not known.`];
  return [
    ...(kernel ? [] : [`${image.name}: its kernel is not known.`]),
    ...(containerd ? [] : [`${image.name}: its containerd is not known.`]),
  ];
}
