import { DEFAULT_PLAN_SETTINGS } from '../../domain/plan/settings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OverrideFiles } from '../../ports/override-files.ts';
import type { PlanningInForce, PlanningSource } from '../../ports/planning-source.ts';
import { keptLook } from './kept-look.ts';
import { ownFile } from './own-file.ts';
import { readPlanData } from './plan-data.ts';
import { type OwnPlanning, planningOf } from './planning-file.ts';

const AS_SHIPPED: OwnPlanning = { settings: DEFAULT_PLAN_SETTINGS, testResults: [] };

/**
 * What ships, with the text of one file over it: for a laptop.
 *
 * @param text of a `planning.json`; absent: the defaults
 * @throws InputError PLANNING_UNREADABLE with the place, when it is loaded
 */
export function fixedPlanning(text?: string): PlanningSource {
  let inForce: Promise<PlanningInForce> | undefined;
  return {
    load() {
      inForce ??= facts().then((shipped) => ({
        ...shipped,
        ...(text === undefined ? AS_SHIPPED : planningOf(text)),
        trouble: [],
      }));
      return inForce;
    },
  };
}

/** What ships, with the owner's `planning.json` of the policy container over it. */
export function extendablePlanning(files: OverrideFiles, clock: Clock): PlanningSource {
  const own = ownFile(files, 'planning.json', 'PLANNING_UNREADABLE', planningOf);
  let shipped: ReturnType<typeof facts> | undefined;

  async function look(): Promise<PlanningInForce> {
    shipped ??= facts().catch((error: unknown) => {
      shipped = undefined;
      throw error;
    });
    const [data, { value = AS_SHIPPED, trouble }] = await Promise.all([shipped, own()]);
    return {
      ...data,
      ...value,
      // The sweep keeps what it knows of the other files; this one is told by the planning.
      trouble: trouble ? [{ ...trouble, id: 'planning/planning.json' }] : [],
    };
  }

  return { load: keptLook(clock, look) };
}

async function facts(): Promise<Pick<PlanningInForce, 'regions'>> {
  const { regions } = await readPlanData();
  return { regions };
}
