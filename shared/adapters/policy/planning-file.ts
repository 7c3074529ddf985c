import { z } from 'zod';
import { type AlertSettings, type AlertThresholds, DEFAULT_THRESHOLDS } from '../../domain/alert/thresholds.ts';
import type { PriceList } from '../../domain/cost/money.ts';
import { checkSettings } from '../../domain/plan/check-settings.ts';
import type { TestResult } from '../../domain/plan/plan-input.ts';
import { DEFAULT_PLAN_SETTINGS, type PlanSettings } from '../../domain/plan/settings.ts';
import { ROLES, type SignOffRule } from '../../domain/sign-off/sign-off.ts';
import { startOfDay } from '../../domain/time.ts';
import { PeopleFile, roleHolders } from './people-file.ts';
import { PricesFile, pricesOf } from './plan-data.ts';
import { readJson } from './read-json.ts';

const text = z.string().min(1).max(500);
const name = z.string().min(1).max(60);
const names = z.array(name).max(200);
const day = z.string().refine((value) => startOfDay(value) !== undefined, 'expected a real day, as in 2026-12-24');
const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day, as in 00:00 or 22:30');
const whole = (least: number, most: number) => z.int().min(least).max(most);
const minutes = z.number().min(1).max(1_440);
const value = z.string().min(1).max(256).toLowerCase();

const Environment = z.strictObject({
  name,
  values: z.array(value).max(100).describe('tag values that mean it; case does not matter'),
  staggerDays: whole(0, 90).default(1).describe('days from one wave of it to the next, and from the wave before it'),
  fastRollback: z.boolean().default(false).describe('pools are replaced, so that a way back takes minutes'),
  channelIsEnough: z.boolean().default(false).describe('non-critical pools may be left to the node OS channel'),
  burstable: z.boolean().default(false).describe('for the estimate of savings: burstable sizes would do here'),
});

const Blackout = z.strictObject({
  from: day,
  to: day.describe('last day, included'),
  reason: text,
  regions: z.array(value).max(100).optional().describe('absent: everywhere'),
  environments: names.optional().describe('absent: all'),
});

const quorum = whole(1, 20).optional();
const SignOffRuleFile = z.strictObject({
  roles: z
    .strictObject({ platform: quorum, application: quorum, security: quorum, compliance: quorum })
    .refine((roles) => Object.values(roles).some((count) => count !== undefined), 'expected at least one role')
    .describe('how many people of each role must say yes'),
  validDays: whole(1, 180).default(30).describe('days for which a sign-off counts'),
});

const Thresholds = z
  .strictObject({
    nodesNotReady: whole(0, 1_000).describe('more nodes than this'),
    restartsPerNodeHour: whole(0, 10_000).describe('more restarts of one node in an hour than this'),
    pendingPods: whole(0, 10_000).describe('more pods than this, each pending for longer than pendingMinutes'),
    pendingMinutes: z.number().min(0).max(60),
    daemonSetFailures: whole(0, 10_000).describe('more failing DaemonSet pods than this'),
    errorRatePercent: z.number().min(0).max(1_000).describe('more percent above the baseline than this'),
    persistMinutes: z.number().min(0).max(120).describe('a breach that lasts longer becomes a recommendation'),
    unknownMinutes: z.number().min(0).max(120).describe('what cannot be seen for longer pauses too'),
    recoverMinutes: z.number().min(0).max(120).describe('well for this long, and the breach is over'),
    holdAndFixMinutes: z.number().min(1).max(720),
    resumeWhenHealthy: z.boolean().describe('goes on by itself; else a person says so'),
    rollBackUnansweredMinutes: z.number().min(5).max(1_440).describe('rolls back by itself; absent: never'),
  })
  .partial();

const TestOutcome = z.strictObject({
  image: z.string().regex(/^AKS/, 'expected an image version that starts with AKS').max(300),
  outcome: z.enum(['passed', 'failed']),
  on: day,
  by: text,
  note: text.optional(),
});

/** The owner's own `planning.json`. What it does not say stays as it ships. */
export const PlanningFile = z
  .strictObject({
    $schema: z.string().optional(),
    environments: z.array(Environment).min(1).max(50).optional().describe('from the first wave to the last'),
    environmentTags: names.optional().describe('tag keys; the first that a cluster has counts'),
    defaultEnvironment: name.optional().describe('of clusters without such a tag, or with an unknown value'),
    criticalityTags: names.optional(),
    criticalities: z
      .array(z.strictObject({ name, values: z.array(value).max(100) }))
      .min(1)
      .max(20)
      .optional()
      .describe('from least to most critical'),
    defaultCriticality: name.optional(),
    groupByTag: name.optional().describe('one plan for each value of this tag; absent: one for the fleet'),
    blackouts: z.array(Blackout).max(500).optional(),
    freeze: z
      .strictObject({ reason: text, from: day.optional(), to: day.optional() })
      .optional()
      .describe('nothing starts anywhere while it is on; without "to" until it is taken out of this file'),
    defaultWindow: z
      .strictObject({ from: time, to: time })
      .optional()
      .describe('local time of the region; may wrap midnight'),
    slack: z
      .strictObject({ beforeSupportEndsDays: whole(0, 365), beforeRemovalDays: whole(0, 365) })
      .partial()
      .optional(),
    noticeDays: whole(0, 180).optional().describe('from planning to the first window'),
    shortestNoticeDays: whole(0, 180).optional().describe('never shorter than this'),
    caps: z
      .strictObject({
        maxClustersPerWave: whole(1, 10_000),
        maxClustersPerPlan: whole(1, 10_000),
        maxRegionShare: z.number().gt(0).lt(1).describe('of a region in one wave; never all of it'),
        maxNodesOut: whole(1, 1_000),
      })
      .partial()
      .optional(),
    surge: z.strictObject({ percent: whole(1, 100) }).optional(),
    work: z
      .strictObject({
        provisionMinutesPerNode: minutes,
        windowsProvisionMinutesPerNode: minutes,
        drainMinutesPerNode: minutes,
        controlPlaneMinutesPerMinor: minutes,
        validationMinutesPerPool: minutes,
        drainTimeoutMinutes: minutes,
      })
      .partial()
      .optional(),
    graceSeconds: whole(0, 86_400)
      .optional()
      .describe(
        'that the plan counts on for a pod to stop; a longer period of its own is kept, and named in the runbook',
      ),
    holdHours: z.number().min(0).max(720).optional(),
    shrinkDuringHold: z
      .boolean()
      .optional()
      .describe('give source nodes back in the second half of the hold, as far as a rollback does not need them'),
    money: z
      .strictObject({ yearlySpend: z.number().positive(), roundsPerYear: z.number().positive().max(366) })
      .partial()
      .optional()
      .describe('yearlySpend: in the currency of the prices'),
    signOffs: z
      .record(name, SignOffRuleFile)
      .optional()
      .describe('sign-offs that a plan needs, by the name of an environment in it; * stands for every other one'),
    alerts: z
      .record(name, Thresholds)
      .optional()
      .describe('thresholds of alerts, by the name of an environment in it; * stands for every other one'),
    announcements: z
      .strictObject({
        quiet: z
          .strictObject({ from: time, to: time })
          .describe("hours in which nobody is told; local time of the cluster's region, the same time twice: none"),
        timeZone: name.describe('IANA name; for what is about the whole fleet, and where the region is not known'),
      })
      .partial()
      .optional(),
    people: PeopleFile.optional(),
    prices: z
      .strictObject(PricesFile.shape)
      .optional()
      .describe('your own prices; in another currency than the list in use they replace it'),
    testResults: z.array(TestOutcome).max(1_000).optional().describe('a failed test of an image holds its waves'),
  })
  .superRefine((file, context) => {
    // Each value alone may be so, and all of them together may not.
    for (const { what, remedy } of checkSettings(settingsFrom(file))) {
      context.addIssue({ code: 'custom', message: `${what} ${remedy}` });
    }
  });
type PlanningFile = z.infer<typeof PlanningFile>;

export interface OwnPlanning {
  readonly settings: PlanSettings;
  readonly ownPrices?: PriceList;
  readonly testResults: readonly TestResult[];
}

/**
 * The text of the owner's `planning.json`, over the defaults.
 *
 * @throws InputError PLANNING_UNREADABLE with the place
 */
export function planningOf(text: string): OwnPlanning {
  const file = readJson('planning.json', text, PlanningFile, 'PLANNING_UNREADABLE');
  return {
    settings: settingsFrom(file),
    ...(file.prices ? { ownPrices: pricesOf(file.prices) } : {}),
    testResults: (file.testResults ?? []).map(({ on, ...result }) => ({ ...result, at: startOfDay(on) ?? 0 })),
  };
}

function settingsFrom({
  $schema: _,
  prices: _prices,
  testResults: _tests,
  signOffs,
  alerts,
  ...own
}: PlanningFile): PlanSettings {
  const given = DEFAULT_PLAN_SETTINGS;
  return {
    ...given,
    ...own,
    slack: { ...given.slack, ...own.slack },
    caps: { ...given.caps, ...own.caps },
    surge: { ...given.surge, ...own.surge },
    work: { ...given.work, ...own.work },
    money: { ...given.money, ...own.money },
    signOffs: { ...given.signOffs, ...signOffRules(signOffs) },
    alerts: alertSettings(alerts),
    announcements: { ...given.announcements, ...own.announcements },
    people: {
      signOff: own.people?.signOff ?? given.people.signOff,
      told: own.people?.told ?? given.people.told,
      ...roleHolders(own.people),
    },
  };
}

function signOffRules(own: PlanningFile['signOffs'] = {}): Readonly<Record<string, SignOffRule>> {
  return Object.fromEntries(
    Object.entries(own).map(([environment, { roles, validDays }]) => [
      environment,
      { roles: ROLES.flatMap((role) => (roles[role] ? [{ role, quorum: roles[role] }] : [])), validDays },
    ]),
  );
}

/** What an environment does not say is as `*` says, and that as it ships. */
function alertSettings(own: PlanningFile['alerts'] = {}): AlertSettings {
  const every = { ...DEFAULT_THRESHOLDS, ...said(own['*']) };
  const named = Object.entries(own).map(([environment, one]) => [environment, { ...every, ...said(one) }]);
  return { ...Object.fromEntries(named), '*': every };
}

function said(one: z.infer<typeof Thresholds> = {}): Partial<AlertThresholds> {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
}
