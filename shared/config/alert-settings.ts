import { z } from 'zod';
import { httpsUrl, isLoopback, setting, timer } from './setting.ts';

/** Ways to whoever is on call, in the words of `ON_CALL_CHANNELS`. */
export const ON_CALL_CHANNELS = ['pagerduty', 'opsgenie', 'webhook', 'action-group'] as const;
export type OnCallChannelName = (typeof ON_CALL_CHANNELS)[number];

/** What each channel cannot do without. */
export const NEEDED_BY_CHANNEL: Readonly<Record<OnCallChannelName, readonly string[]>> = {
  pagerduty: ['PAGERDUTY_ROUTING_KEY'],
  opsgenie: ['OPSGENIE_API_KEY'],
  webhook: ['ON_CALL_WEBHOOK_URL', 'ON_CALL_WEBHOOK_SECRET'],
  'action-group': ['ACTION_GROUP_WEBHOOK_URL'],
};

/** What each source of error rates cannot do without. */
export const NEEDED_BY_SOURCE: Readonly<Record<string, readonly string[]>> = {
  prometheus: ['PROMETHEUS_URL'],
  logs: ['LOGS_WORKSPACE_ID'],
};

const LOGS_URL = 'https://api.loganalytics.azure.com';

const onOrOff = (byDefault: 'on' | 'off') =>
  setting(
    z
      .enum(['on', 'off'])
      .optional()
      .transform((value) => value ?? byDefault),
    { expects: `on or off (${byDefault} when not set)` },
  );

/** Encrypted on its way, unless it stays on this machine. */
const safeUrl = z
  .string()
  .refine((url) => httpsUrl.safeParse(url).success || (isLoopback(url) && new URL(url).protocol === 'http:'));
const SAFE_URL = 'an https URL (http only on this machine)';

const channels = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(ON_CALL_CHANNELS)).refine((names) => new Set(names).size === names.length))
  .optional()
  .transform((names) => names ?? []);

/** Who watches running migrations, by what, and whom it wakes. Thresholds are in planning.json. */
export const alertSettings = {
  /** `off`: nobody watches, and every page, command and piece of evidence says so. */
  ALERTS: onOrOff('on'),
  /** When watched clusters are looked at, in UTC. */
  WATCH_SCHEDULE: timer('0 * * * * *'),
  /** When planned work is looked at for what is due to be said, in UTC. */
  ANNOUNCE_SCHEDULE: timer('0 */15 * * * *'),
  /** Where the error rates of applications come from. */
  ERROR_RATE_SOURCE: setting(
    z
      .enum(['none', 'prometheus', 'logs'])
      .optional()
      .transform((value) => value ?? 'none'),
    { expects: 'none, prometheus or logs (none when not set)' },
  ),
  /** The query API of Prometheus, as an Azure Monitor workspace has one. */
  PROMETHEUS_URL: setting(safeUrl.optional(), { expects: `${SAFE_URL} of a Prometheus query API` }),
  /** The Log Analytics workspace with the clusters' logs. */
  LOGS_WORKSPACE_ID: setting(z.guid().optional(), { expects: 'the id (GUID) of a Log Analytics workspace' }),
  LOGS_URL: setting(
    safeUrl.optional().transform((url) => url ?? LOGS_URL),
    { expects: `${SAFE_URL} of the query API of Azure Monitor Logs (${LOGS_URL} when not set)` },
  ),
  /** Tells AKS our verdict during its own upgrades, on clusters that have the preview's resources. */
  AKS_HEALTH_SIGNALS: onOrOff('off'),

  /** Who is paged, in the order in which they are tried; nobody when not set. */
  ON_CALL_CHANNELS: setting(channels, {
    expects: `some of ${ON_CALL_CHANNELS.join(', ')}, each once, with commas between them`,
  }),
  PAGERDUTY_ROUTING_KEY: setting(z.string().min(8).optional(), {
    expects: 'the routing key of a PagerDuty service, from Key Vault',
    secret: true,
  }),
  PAGERDUTY_URL: setting(safeUrl.optional(), { expects: `${SAFE_URL} of an Events API v2` }),
  OPSGENIE_API_KEY: setting(z.string().min(8).optional(), {
    expects: 'the key of an Opsgenie API integration, from Key Vault',
    secret: true,
  }),
  OPSGENIE_URL: setting(safeUrl.optional(), { expects: `${SAFE_URL} of an Opsgenie-style alert API` }),
  ON_CALL_WEBHOOK_URL: setting(safeUrl.optional(), {
    expects: `${SAFE_URL}, together with ON_CALL_WEBHOOK_SECRET`,
    hidden: true,
  }),
  /** Key of the signature; as long as the hash, as WEBHOOK_SECRET is. */
  ON_CALL_WEBHOOK_SECRET: setting(z.string().min(32).optional(), {
    expects: 'at least 32 characters, from Key Vault, together with ON_CALL_WEBHOOK_URL',
    secret: true,
  }),
  /** Its address carries a key. */
  ACTION_GROUP_WEBHOOK_URL: setting(safeUrl.optional(), {
    expects: `${SAFE_URL} as an Azure Monitor action group calls it, from Key Vault`,
    secret: true,
  }),
};
