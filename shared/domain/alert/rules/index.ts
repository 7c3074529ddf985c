import { daemonSetFailures } from './daemonset-failures.ts';
import { errorRate } from './error-rate.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { nodeTrouble } from './node-trouble.ts';
import { pastGrace } from './past-grace.ts';
import { pendingPods } from './pending-pods.ts';
import { restartRate } from './restart-rate.ts';
import type { AlertRule } from './rule.ts';

/** In the order in which people are told. */
export const RULES: readonly AlertRule[] = [
  nodeTrouble,
  nodeNotReady,
  pastGrace,
  daemonSetFailures,
  pendingPods,
  restartRate,
  errorRate,
];
