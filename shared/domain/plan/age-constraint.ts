import { parseNodeImage } from '../fleet/node-image.ts';
import { SUPPORTED_IMAGE_DAYS } from '../policy/rules/image-outside-support.ts';
import { daysBetween } from '../time.ts';
import type { Constraint, Wave } from './migration-plan.ts';

/** A wave so far off that its image will be outside support when it gets there: the plan will be made again before. */
export function ageConstraint({ number, to, clusters }: Wave): Constraint[] {
  if (to === undefined) return [];
  const names = new Set(
    clusters.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        step.kind === 'pool' && step.windows.length > 0 && step.target.image ? [step.target.image] : [],
      ),
    ),
  );
  const old = [...names].toSorted().flatMap((name) => {
    const image = parseNodeImage(name);
    const days = image.kind === 'known' ? daysBetween(image.date, to) : 0;
    return days > SUPPORTED_IMAGE_DAYS ? [`${name} will be ${days} days old`] : [];
  });
  if (old.length === 0) return [];
  return [
    {
      kind: 'image-ages',
      effect: 'note',
      what: `Wave ${number} ends on ${to}, when ${old.join(' and ')}; images are supported for ${SUPPORTED_IMAGE_DAYS} days.`,
      remedy: 'Expect a new plan with a newer image before then, or bring the waves closer together.',
    },
  ];
}
