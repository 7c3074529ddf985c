/**
 * Every setting of the product, and its only reader of `process.env`. Names carry their unit; what is
 * not set falls to the safe side. `local.settings.sample.json` lists the same names.
 */
import { z } from 'zod';
import { DEFAULT_OWNER_KEYS } from '../domain/cluster/owners.ts';
import { DEFAULT_LIMITS } from '../domain/policy/policy-facts.ts';
import { alertSettings } from './alert-settings.ts';
import { chatSettings } from './chat-settings.ts';
import { parseFleetClock } from './fleet-clock.ts';
import { flag, httpsUrl, isLoopback, setting, timer, wholeNumber } from './setting.ts';

const optional = (expects: string) => setting(z.string().optional(), { expects });
const platform = (expects: string) => setting(z.string().optional(), { expects, platform: true });
const secret = (expects: string) => setting(z.string().optional(), { expects, secret: true });

const guids = z
  .string()
  .transform((text) => text.split(',').map((id) => id.trim().toLowerCase()))
  .pipe(z.array(z.guid()).max(10_000))
  .optional();

/** Keys of labels and annotations as Kubernetes takes them, with or without a prefix. */
const labelKeys = z
  .string()
  .transform((text) => text.split(',').map((key) => key.trim()))
  .pipe(
    z
      .array(z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/))
      .max(20),
  )
  .optional();

const clock = z
  .string()
  .transform((text, context) => {
    const parsed = parseFleetClock(text);
    if (parsed) return parsed;
    context.addIssue('not a fleet clock');
    return z.NEVER;
  })
  .optional();

/** What a sweep needs wherever it runs: as a Functions app, or from a laptop. */
const sweepSettings = {
  /** Only these subscriptions. Not together with SWEEP_MANAGEMENT_GROUP: the two would say different things. */
  SWEEP_SUBSCRIPTIONS: setting(guids, {
    expects: 'subscription ids (GUIDs) with commas between them; nothing for all that can be seen',
  }),
  /** Every subscription under this management group, at any depth. */
  SWEEP_MANAGEMENT_GROUP: setting(
    z
      .string()
      .regex(/^[\w().-]{1,90}$/)
      .optional(),
    {
      expects: 'the id of a management group (letters, digits, - _ . ( ), at most 90)',
    },
  ),

  /** AKS ships an image about weekly; a limit under 7 days would be a permanent finding. Over a year it says nothing. */
  MAX_IMAGE_AGE_DAYS: wholeNumber(7, 365, DEFAULT_LIMITS.maxImageAgeDays),
  /** Days between a pool's image and the newest of its class. A rollout over all regions takes up to two weeks. */
  MAX_DAYS_BEHIND_LATEST: wholeNumber(1, 365, DEFAULT_LIMITS.maxDaysBehind),
  /** Published builds between the two; reported only when both limits are passed. Linux has about one a week. */
  MAX_BUILDS_BEHIND_LATEST: wholeNumber(1, 100, DEFAULT_LIMITS.maxBuildsBehind),

  /** How long a class's newest image is remembered. Images change weekly; over a week an answer is stale. */
  LATEST_IMAGE_TTL_HOURS: wholeNumber(1, 168, 12),
  /**
   * Calls to AKS itself in one sweep, for each subscription and region. AKS allows 60 at once and one a
   * second after that, shared with everyone who works there; 0 asks nothing, and rules say "unknown".
   */
  AKS_CALLS_PER_SWEEP: wholeNumber(0, 60, 40),

  /** Who owns a workload, by its labels and annotations, its pods' and its namespace's; earlier keys win. */
  OWNER_KEYS: setting(
    labelKeys.transform((keys) => keys ?? DEFAULT_OWNER_KEYS),
    {
      expects: `up to 20 label or annotation keys with commas between them (${DEFAULT_OWNER_KEYS.join(',')} when not set)`,
    },
  ),

  /** Prices in plans: the list that ships, or the public list of Azure (an outgoing call, so it is off by default). */
  PRICE_SOURCE: setting(
    z
      .enum(['bundled', 'public'])
      .optional()
      .transform((value) => value ?? 'bundled'),
    { expects: 'bundled or public (bundled when not set)' },
  ),
  /** The region whose public prices count for the whole fleet. */
  PRICE_REGION: setting(
    z
      .string()
      .regex(/^[a-z0-9]{2,40}$/)
      .optional()
      .transform((value) => value ?? 'eastus'),
    { expects: 'an Azure region in lower case, as in westeurope (eastus when not set)' },
  ),
  /** The list that ships is in USD. */
  PRICE_CURRENCY: setting(
    z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .transform((value) => value ?? 'USD'),
    { expects: 'a currency of three capital letters, as in EUR (USD when not set)' },
  ),

  /** Where Azure Resource Manager is, when it is a simulator on this machine. Never another host. */
  ARM_ENDPOINT: setting(httpsUrl.refine(isLoopback, 'loopback only').optional(), {
    expects: 'an https URL on this machine (127.0.0.1, [::1] or localhost); nothing for Azure',
  }),
  /** Certificate (PEM) that the simulator's certificate is checked against. */
  ARM_CA_FILE: optional('the path of a PEM file, together with ARM_ENDPOINT'),
  /** Lets a local stack live on its fleet's own time. */
  FLEET_CLOCK: setting(clock, {
    expects:
      'FLEET-INSTANT@REAL-INSTANT*SPEED, as in 2026-11-20T08:00:00Z@2026-11-21T09:30:00Z*60; only with ARM_ENDPOINT',
  }),
  /** Which user-assigned identity to use; the platform's own when not set. */
  AZURE_CLIENT_ID: setting(z.guid().optional(), { expects: 'the client id (GUID) of a managed identity' }),
};

/** What migrations are held to, whatever their plan says; holds, graces and drain timeouts are in planning.json. */
const runSettings = {
  /** `true`: migrations that are made run the whole story, show every call and write nothing. */
  DRY_RUN: flag(true),
  /** The identity that changes clusters; what reads the fleet never does. */
  EXECUTOR_CLIENT_ID: setting(z.guid().optional(), {
    expects: 'the client id (GUID) of a managed identity of its own, not AZURE_CLIENT_ID',
  }),
  /** Clusters of one region that change at once: a bad image is met by few of them first. */
  MIGRATIONS_PER_REGION: wholeNumber(1, 100, 3),
  MIGRATIONS_PER_SUBSCRIPTION: wholeNumber(1, 100, 3),
  /** Writes to ARM a minute and subscription; Azure refills ten a second, AKS lets one pool be changed about once a minute. */
  ARM_WRITES_PER_MINUTE: wholeNumber(1, 60, 10),
  /** Real seconds for which one pass follows a drain; the host ends an invocation after ten minutes. */
  DRAIN_ATTENTION_SECONDS: wholeNumber(5, 240, 60),
};

/** What only the Functions app needs. */
const hostedSettings = {
  /** When a sweep starts, in UTC. */
  SWEEP_SCHEDULE: timer('0 0 */6 * * *'),

  /** When plans are looked at, in UTC; nothing is done while the fleet and the settings are the same. */
  PLAN_SCHEDULE: timer('0 5,20,35,50 * * * *'),
  /** How long plans are kept that are not proposed any more. */
  PLAN_KEEP_DAYS: wholeNumber(7, 3_650, 400),

  /** When it is looked whether a plan that was signed may begin, in UTC. */
  START_SCHEDULE: timer('0 */2 * * * *'),
  /** When passes that are overdue are sent again, in UTC. */
  WATCHDOG_SCHEDULE: timer('30 * * * * *'),
  /** When marks of ours are looked for that no migration owns any more, in UTC. */
  STRAY_MARKS_SCHEDULE: timer('0 25,55 * * * *'),

  /** Where changes are announced; nobody is told when it is not set. Many receivers put a key into it. */
  WEBHOOK_URL: setting(
    z
      .string()
      .refine((url) => httpsUrl.safeParse(url).success || (isLoopback(url) && new URL(url).protocol === 'http:'))
      .optional(),
    { expects: 'an https URL (http only on this machine), together with WEBHOOK_SECRET', hidden: true },
  ),
  /** Key of the signature. HMAC-SHA256 is no stronger than its key, so it is at least as long as the hash. */
  WEBHOOK_SECRET: setting(z.string().min(32).optional(), {
    expects: 'at least 32 characters, from Key Vault, together with WEBHOOK_URL',
    secret: true,
  }),

  /** `platform`: Entra sign-in in front of the app; `function-key`; `open`: no check, never in Azure. */
  HTTP_AUTH: setting(
    z
      .enum(['platform', 'function-key', 'open'])
      .optional()
      .transform((value) => value ?? 'platform'),
    { expects: 'platform, function-key or open (platform when not set; open never in Azure)' },
  ),

  /** Tables and blobs by connection string (local), or by the two addresses below with the identity. */
  Storage: secret('a storage connection string, or Storage__tableServiceUri and Storage__blobServiceUri'),
  Storage__tableServiceUri: setting(httpsUrl.optional(), {
    expects: 'the https URL of the table service, as in https://NAME.table.core.windows.net',
  }),
  Storage__blobServiceUri: setting(httpsUrl.optional(), {
    expects: 'the https URL of the blob service, as in https://NAME.blob.core.windows.net',
  }),
  /** Queues by connection string (local), or by name with the identity. The triggers read the same names. */
  ServiceBus: secret('a Service Bus connection string, or ServiceBus__fullyQualifiedNamespace'),
  ServiceBus__fullyQualifiedNamespace: setting(
    z
      .string()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i)
      .optional(),
    { expects: 'the host name of the namespace, as in NAME.servicebus.windows.net' },
  ),
  /** Blob container with the owner's own calendar and image lists. */
  POLICY_CONTAINER: setting(
    z
      .string()
      .regex(/^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$/)
      .optional()
      .transform((name) => name ?? 'policy'),
    { expects: 'a container name: 3 to 63 of a-z, 0-9 and single dashes (policy when not set)' },
  ),

  /** Set by Azure; its presence means that the app runs there. */
  WEBSITE_SITE_NAME: platform('set by Azure'),
  /** Set by Azure; its presence means that the app runs there. */
  WEBSITE_INSTANCE_ID: platform('set by Azure'),
  /** Set by Azure: `True` while sign-in by the platform is on. */
  WEBSITE_AUTH_ENABLED: platform('set by Azure'),
};

export const SweepConfig = z.object({ ...sweepSettings, ...runSettings });
export type SweepConfig = z.infer<typeof SweepConfig>;

/** Every app setting the project reads. */
export const Config = z.object({
  ...sweepSettings,
  ...runSettings,
  ...alertSettings,
  ...chatSettings,
  ...hostedSettings,
});
export type Config = z.infer<typeof Config>;

/** Names that a person sets: the sample file, the Bicep files and the docs list exactly these. */
export const SETTING_NAMES: readonly string[] = Object.entries(Config.shape)
  .filter(([, schema]) => !schema.meta()?.['platform'])
  .map(([name]) => name);

/** Settings of the Functions host itself, which the project does not read but a running app must have. */
export const HOST_SETTING_NAMES: readonly string[] = ['AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME'];

/** Settings whose values are never shown; in Azure they are Key Vault references. */
export const SECRET_NAMES: readonly string[] = Object.entries(Config.shape)
  .filter(([, schema]) => schema.meta()?.['secret'])
  .map(([name]) => name);
