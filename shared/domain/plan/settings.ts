import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../alert/thresholds.ts';
import type { QuietHours } from '../announce/quiet.ts';
import type { DayRange } from '../fleet/maintenance-rule.ts';
import { NOBODY, type RoleHolders } from '../sign-off/people.ts';
import { DEFAULT_SIGN_OFF_RULES, type SignOffRules } from '../sign-off/requirement.ts';
import type { Day } from '../time.ts';

/** How plans are made; the owner's own choices, each with a default. */
export interface PlanSettings {
  /** From the first wave to the last. */
  readonly environments: readonly EnvironmentRule[];
  /** Tag keys, compared without regard to case; the first that a cluster has counts. */
  readonly environmentTags: readonly string[];
  /** What a cluster without such a tag, or with an unknown value, is taken for. */
  readonly defaultEnvironment: string;
  readonly criticalityTags: readonly string[];
  /** From least to most critical, each with the tag values that mean it. */
  readonly criticalities: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly defaultCriticality: string;
  /** Tag by whose value the fleet is cut into plans; absent: one plan. */
  readonly groupByTag?: string;
  readonly blackouts: readonly Blackout[];
  /** Nothing starts anywhere while it is on; absent: none. */
  readonly freeze?: Freeze;
  /** Used where a cluster has no maintenance configuration; local time of its region. May wrap midnight. */
  readonly defaultWindow: { readonly from: string; readonly to: string };
  readonly slack: { readonly beforeSupportEndsDays: number; readonly beforeRemovalDays: number };
  /** Days between planning and the first window, so that people hear of it in time; shortened when a date forces it. */
  readonly noticeDays: number;
  /** Never shorter than this, whatever forces it. */
  readonly shortestNoticeDays: number;
  readonly caps: Caps;
  readonly surge: { readonly percent: number };
  readonly work: WorkTimes;
  /** Seconds that the plan counts on for a pod to stop; one with a longer grace period keeps that. */
  readonly graceSeconds: number;
  /** Hours that an emptied source pool is kept, so that a way back needs no new capacity. */
  readonly holdHours: number;
  /** Source nodes that a rollback does not need are given back in the second half of the hold; absent: no. */
  readonly shrinkDuringHold?: boolean;
  readonly money: MoneySettings;
  /** Which sign-offs a plan needs, by environment. */
  readonly signOffs: SignOffRules;
  /** When a migration's alerts are breached, by environment. */
  readonly alerts: AlertSettings;
  /** When people may be told something: local time of the cluster's region, and of `timeZone` (IANA) for what is about the fleet. */
  readonly announcements: { readonly quiet: QuietHours; readonly timeZone: string };
  /** `signOff` and `told`: names or roles, as they are to be written into runbooks. */
  readonly people: RoleHolders & { readonly signOff: readonly string[]; readonly told: readonly string[] };
}

export interface EnvironmentRule {
  readonly name: string;
  /** Tag values that mean it, in lower case. */
  readonly values: readonly string[];
  /** Days from one wave of it to the next, and from the wave before it. */
  readonly staggerDays: number;
  /** A way back within minutes is wanted: pools are replaced, not upgraded in place. */
  readonly fastRollback: boolean;
  /** Pools here may be left to the node OS channel. */
  readonly channelIsEnough: boolean;
  /** Only for the estimate of savings: pools here could run on burstable sizes. */
  readonly burstable: boolean;
}

export interface Blackout extends DayRange {
  readonly reason: string;
  /** Absent: everywhere. Region names in lower case. */
  readonly regions?: readonly string[];
  /** Absent: all. */
  readonly environments?: readonly string[];
}

export interface Freeze {
  readonly reason: string;
  readonly from?: Day;
  /** Last day of it; absent: until someone lifts it. */
  readonly to?: Day;
}

export interface Caps {
  readonly maxClustersPerWave: number;
  readonly maxClustersPerPlan: number;
  /** Of the clusters of one region in one wave, rounded down but at least one. */
  readonly maxRegionShare: number;
  /** Nodes of one pool out of service at once. */
  readonly maxNodesOut: number;
}

/** Minutes; from AKS's documentation and the field until a fleet's own runs are known. */
export interface WorkTimes {
  readonly provisionMinutesPerNode: number;
  readonly windowsProvisionMinutesPerNode: number;
  /** Where nobody looked at budgets and grace periods. */
  readonly drainMinutesPerNode: number;
  readonly controlPlaneMinutesPerMinor: number;
  readonly validationMinutesPerPool: number;
  /** AKS gives up draining a node after this. */
  readonly drainTimeoutMinutes: number;
}

export interface MoneySettings {
  /** A year's spend on the fleet, in the currency of the prices; absent: no share is shown. */
  readonly yearlySpend?: number;
  readonly roundsPerYear: number;
}

/** DESIGN: soft in test, careful in production; 300 s of grace, 4 h of hold, AKS's own 30 minutes for a drain. */
export const DEFAULT_PLAN_SETTINGS: PlanSettings = {
  environments: [
    environment('development', ['dev', 'development', 'sandbox', 'sbx'], 1, { channelIsEnough: true, burstable: true }),
    environment('test', ['test', 'tst', 'qa', 'int', 'integration'], 1, { channelIsEnough: true, burstable: true }),
    environment('staging', ['stage', 'staging', 'stg', 'preprod', 'pre-production', 'uat', 'acc', 'acceptance'], 3),
    environment('production', ['prod', 'prd', 'production', 'live'], 3, { fastRollback: true }),
  ],
  environmentTags: ['environment', 'env', 'stage'],
  defaultEnvironment: 'production',
  criticalityTags: ['criticality', 'tier', 'business-criticality'],
  criticalities: [
    { name: 'low', values: ['low', 'bronze', 'tier3', '3'] },
    { name: 'medium', values: ['medium', 'silver', 'tier2', '2'] },
    { name: 'high', values: ['high', 'gold', 'critical', 'mission-critical', 'tier1', 'tier0', '1', '0'] },
  ],
  defaultCriticality: 'medium',
  blackouts: [],
  defaultWindow: { from: '00:00', to: '06:00' },
  slack: { beforeSupportEndsDays: 14, beforeRemovalDays: 30 },
  noticeDays: 28,
  shortestNoticeDays: 7,
  caps: { maxClustersPerWave: 500, maxClustersPerPlan: 500, maxRegionShare: 0.5, maxNodesOut: 3 },
  surge: { percent: 10 },
  work: {
    provisionMinutesPerNode: 5,
    windowsProvisionMinutesPerNode: 12,
    drainMinutesPerNode: 6,
    controlPlaneMinutesPerMinor: 20,
    validationMinutesPerPool: 15,
    drainTimeoutMinutes: 30,
  },
  graceSeconds: 300,
  holdHours: 4,
  money: { roundsPerYear: 12 },
  signOffs: DEFAULT_SIGN_OFF_RULES,
  alerts: DEFAULT_ALERT_SETTINGS,
  announcements: { quiet: { from: '20:00', to: '08:00' }, timeZone: 'UTC' },
  people: { signOff: ['service owner', 'platform lead'], told: ['on-call', 'service desk', 'security'], ...NOBODY },
};

function environment(
  name: string,
  values: readonly string[],
  staggerDays: number,
  { fastRollback = false, channelIsEnough = false, burstable = false } = {},
): EnvironmentRule {
  return { name, values, staggerDays, fastRollback, channelIsEnough, burstable };
}
