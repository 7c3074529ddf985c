import { type AlertThresholds, thresholdsOf } from '../../domain/alert/thresholds.ts';
import type { PlanningSource } from '../../ports/planning-source.ts';

/** Thresholds as planning.json has them now: a change of it counts from the next look on. */
export function plannedThresholds(planning: PlanningSource): (environment: string) => Promise<AlertThresholds> {
  return async (environment) => thresholdsOf(environment, (await planning.load()).settings.alerts);
}
