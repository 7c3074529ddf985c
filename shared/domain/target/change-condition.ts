import { atLeast, compareVersions } from '../cluster/version-text.ts';
import { compareMinors } from '../fleet/kubernetes-version.ts';
import { baseIdOf, type ImageStack } from './image-stack.ts';
import type { ChangeCondition } from './stack.ts';

/** What of the pool and its cluster conditions ask for; absent where no pool is looked at. */
export interface MoveContext {
  readonly gpu?: boolean;
  /** Minor of the pool after the move, as in `1.35`. */
  readonly kubernetes?: string;
}

/**
 * Does a known change lie between two images? What the source has already been through is no change.
 *
 * @returns `undefined` when something that it depends on is not known
 */
export function liesBetween(
  when: ChangeCondition,
  source: ImageStack,
  target: ImageStack,
  context: MoveContext,
): boolean | undefined {
  const answers = [
    crosses(when, source, target),
    cgroupChanges(when, source, target),
    isEntered(when, source, target),
    flagsHold(when, source, target),
    when.gpu === undefined ? true : context.gpu === undefined ? undefined : context.gpu === when.gpu,
    when.kubernetesFrom === undefined
      ? true
      : context.kubernetes === undefined
        ? undefined
        : compareMinors(context.kubernetes, when.kubernetesFrom) >= 0,
  ];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function crosses({ crossing }: ChangeCondition, source: ImageStack, target: ImageStack): boolean | undefined {
  if (!crossing) return true;
  const [from, to] = [source[crossing.component], target[crossing.component]];
  const above = to && atLeast(to.value, crossing.at);
  const was = from && atLeast(from.value, crossing.at);
  if (above === false || was === true) return false;
  return above === undefined || was === undefined ? undefined : true;
}

function cgroupChanges({ cgroup }: ChangeCondition, source: ImageStack, target: ImageStack): boolean | undefined {
  if (!cgroup) return true;
  if (!source.cgroup || !target.cgroup) return undefined;
  return source.cgroup.value === cgroup.from && target.cgroup.value === cgroup.to;
}

/** Systems and ranges of images: entered by the target, and not where the source was already. */
function isEntered(when: ChangeCondition, source: ImageStack, target: ImageStack): boolean {
  const [from, to] = [baseIdOf(source.image), baseIdOf(target.image)];
  if (when.from && !(from && when.from.includes(from))) return false;
  const ranged = when.imageFrom !== undefined || when.imageBefore !== undefined;
  if (when.to && !(to && when.to.includes(to))) return false;
  if (when.to && !ranged && from === to) return false;
  if (!ranged) return true;
  const inside = (stack: ImageStack, id: string | undefined) =>
    (!when.to || (id !== undefined && when.to.includes(id))) &&
    (when.imageFrom === undefined || (compareVersions(stack.image.version, when.imageFrom) ?? -1) >= 0) &&
    (when.imageBefore === undefined || (compareVersions(stack.image.version, when.imageBefore) ?? 0) < 0);
  return inside(target, to) && !inside(source, from);
}

function flagsHold(when: ChangeCondition, { image: source }: ImageStack, { image: target }: ImageStack): boolean {
  const fips = source.flags?.fips === true;
  if (when.becomesFips && (fips || target.flags?.fips !== true)) return false;
  if (when.sourceFips && !fips) return false;
  return !when.sourceConfidential || source.flags?.cvm === true;
}
