import type { Check } from '../subject.ts';
import { autoscalerLimit } from './autoscaler-limit.ts';
import { barePod } from './bare-pod.ts';
import { budgetAllowsNothing } from './budget-allows-nothing.ts';
import { budgetsOverlap } from './budgets-overlap.ts';
import { conflictingActor } from './conflicting-actor.ts';
import { daemonsetFailing } from './daemonset-failing.ts';
import { finalizer } from './finalizer.ts';
import { localData } from './local-data.ts';
import { longGracePeriod } from './long-grace-period.ts';
import { noMaintenanceWindow } from './no-maintenance-window.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { nowhereToGo } from './nowhere-to-go.ts';
import { podStuckTerminating } from './pod-stuck-terminating.ts';
import { podsPending } from './pods-pending.ts';
import { poolBusyOrFailed } from './pool-busy-or-failed.ts';
import { quotaTooSmallForSurge } from './quota-too-small-for-surge.ts';
import { singleReplica } from './single-replica.ts';
import { subnetTooSmallForSurge } from './subnet-too-small-for-surge.ts';
import { webhookCouldRefuse } from './webhook-could-refuse.ts';

/** Every check, in the order of `CHECK_IDS`. */
export const CHECKS: readonly Check[] = [
  budgetAllowsNothing,
  budgetsOverlap,
  singleReplica,
  barePod,
  localData,
  longGracePeriod,
  finalizer,
  nowhereToGo,
  webhookCouldRefuse,
  daemonsetFailing,
  nodeNotReady,
  podsPending,
  podStuckTerminating,
  quotaTooSmallForSurge,
  subnetTooSmallForSurge,
  autoscalerLimit,
  poolBusyOrFailed,
  noMaintenanceWindow,
  conflictingActor,
];
