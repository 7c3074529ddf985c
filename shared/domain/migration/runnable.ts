import type { PlanStep, StrategyKind } from '../plan/migration-plan.ts';
import type { Route } from './route.ts';

const ROUTE_OF: Readonly<Record<StrategyKind, Route | undefined>> = {
  'image-upgrade': 'in-place',
  'os-sku-change': 'in-place',
  'pool-replacement': 'pool-replacement',
  // AKS, or people, do these; nothing is written from here.
  'native-rolling': undefined,
  'cluster-migration': undefined,
  'node-os-channel': undefined,
};

/** How a step of a plan is run; `undefined`: it is not run from here. */
export function routeOf(step: PlanStep): Route | undefined {
  return step.kind === 'control-plane' ? 'control-plane' : ROUTE_OF[step.strategy];
}

/** Whether a step becomes a migration: a step without a window is held by something that the plan names. */
export function isRunnable(step: PlanStep): boolean {
  return routeOf(step) !== undefined && step.windows.length > 0;
}
