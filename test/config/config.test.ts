import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HOST_SETTING_NAMES, SECRET_NAMES, SETTING_NAMES } from '../../shared/config/config.ts';
import { readConfig, readSweepConfig, type Settings } from '../../shared/config/read-config.ts';
import { ConfigError } from '../../shared/domain/errors.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
const EXECUTOR = '99999999-2222-3333-4444-555555555555';
const KEY = '0123456789abcdef0123456789abcdef';
const SOUND: Settings = { Storage: 'UseDevelopmentStorage=true', ServiceBus: 'Endpoint=sb://127.0.0.1' };
const ALERTS = {
  ALERTS: 'off',
  WATCH_SCHEDULE: '30 * * * * *',
  ANNOUNCE_SCHEDULE: '0 */5 * * * *',
  ERROR_RATE_SOURCE: 'logs',
  PROMETHEUS_URL: 'http://127.0.0.1:9090',
  LOGS_WORKSPACE_ID: GUID,
  LOGS_URL: 'https://logs.example.com',
  AKS_HEALTH_SIGNALS: 'on',
  PAGERDUTY_ROUTING_KEY: KEY,
  PAGERDUTY_URL: 'https://events.eu.pagerduty.com/v2/enqueue',
  OPSGENIE_API_KEY: KEY,
  OPSGENIE_URL: 'https://api.eu.opsgenie.com',
  ON_CALL_WEBHOOK_URL: 'https://hooks.example.com/pages',
  ON_CALL_WEBHOOK_SECRET: KEY,
  ACTION_GROUP_WEBHOOK_URL: 'https://logic.example.com/pages?sig=1',
};
const BOT = '88888888-2222-3333-4444-5555555555bb';
const TENANT = '99999999-2222-3333-4444-5555555555aa';
const CHAT = {
  CHAT: 'teams',
  BOT_APP_ID: BOT,
  BOT_TENANT_ID: TENANT,
  DIRECTORY_GROUPS: 'graph',
  ASK_SCHEDULE: '0 0 8 * * Mon-Fri',
};
const SIMULATED: Settings = { ARM_ENDPOINT: 'https://127.0.0.1:8443', ARM_CA_FILE: 'ca.pem' };

function linesOf(settings: Settings, read: (settings: Settings) => unknown = readConfig): string[] {
  try {
    read(settings);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.code).toBe('CONFIG_WRONG');
    return error.message.split('\n');
  }
}

test('what is not set falls to the safe side', () => {
  expect(readConfig(SOUND)).toEqual({
    SWEEP_SCHEDULE: '0 0 */6 * * *',
    MAX_IMAGE_AGE_DAYS: 60,
    MAX_DAYS_BEHIND_LATEST: 30,
    MAX_BUILDS_BEHIND_LATEST: 2,
    LATEST_IMAGE_TTL_HOURS: 12,
    AKS_CALLS_PER_SWEEP: 40,
    OWNER_KEYS: ['owner', 'team', 'contact'],
    PRICE_SOURCE: 'bundled',
    PRICE_REGION: 'eastus',
    PRICE_CURRENCY: 'USD',
    PLAN_SCHEDULE: '0 5,20,35,50 * * * *',
    PLAN_KEEP_DAYS: 400,
    DRY_RUN: true,
    MIGRATIONS_PER_REGION: 3,
    MIGRATIONS_PER_SUBSCRIPTION: 3,
    ARM_WRITES_PER_MINUTE: 10,
    DRAIN_ATTENTION_SECONDS: 60,
    START_SCHEDULE: '0 */2 * * * *',
    WATCHDOG_SCHEDULE: '30 * * * * *',
    STRAY_MARKS_SCHEDULE: '0 25,55 * * * *',
    ALERTS: 'on',
    WATCH_SCHEDULE: '0 * * * * *',
    ANNOUNCE_SCHEDULE: '0 */15 * * * *',
    ERROR_RATE_SOURCE: 'none',
    LOGS_URL: 'https://api.loganalytics.azure.com',
    AKS_HEALTH_SIGNALS: 'off',
    ON_CALL_CHANNELS: [],
    CHAT: 'off',
    DIRECTORY_GROUPS: 'off',
    ASK_SCHEDULE: '0 2,17,32,47 * * * *',
    HTTP_AUTH: 'platform',
    POLICY_CONTAINER: 'policy',
    Storage: 'UseDevelopmentStorage=true',
    ServiceBus: 'Endpoint=sb://127.0.0.1',
  });
});

test('what is set is read, with blanks around it left out', () => {
  const config = readConfig({
    Storage__tableServiceUri: 'https://steward.table.core.windows.net',
    Storage__blobServiceUri: 'https://steward.blob.core.windows.net',
    ServiceBus__fullyQualifiedNamespace: 'steward.servicebus.windows.net',
    SWEEP_SCHEDULE: '0 30 6 * * Mon-Fri',
    SWEEP_SUBSCRIPTIONS: ` ${GUID.toUpperCase()} , 22222222-2222-3333-4444-555555555555 `,
    MAX_IMAGE_AGE_DAYS: ' 90 ',
    MAX_DAYS_BEHIND_LATEST: '14',
    MAX_BUILDS_BEHIND_LATEST: '3',
    LATEST_IMAGE_TTL_HOURS: '24',
    AKS_CALLS_PER_SWEEP: '0',
    OWNER_KEYS: ' example.com/squad , Owner_of.it ',
    PRICE_SOURCE: 'public',
    PRICE_REGION: 'westeurope',
    PRICE_CURRENCY: 'EUR',
    PLAN_SCHEDULE: '0 0 7 * * *',
    PLAN_KEEP_DAYS: '30',
    DRY_RUN: 'false',
    EXECUTOR_CLIENT_ID: EXECUTOR,
    MIGRATIONS_PER_REGION: '1',
    MIGRATIONS_PER_SUBSCRIPTION: '100',
    ARM_WRITES_PER_MINUTE: '60',
    DRAIN_ATTENTION_SECONDS: '240',
    START_SCHEDULE: '0 * * * * *',
    WATCHDOG_SCHEDULE: '15 * * * * *',
    STRAY_MARKS_SCHEDULE: '0 0 * * * *',
    ...ALERTS,
    ON_CALL_CHANNELS: ' webhook, pagerduty,opsgenie,action-group ',
    ...CHAT,
    BOT_APP_ID: BOT.toUpperCase(),
    BOT_TENANT_ID: TENANT.toUpperCase(),
    CHAT_TENANTS: ` ${GUID}, ${TENANT.toUpperCase()}`,
    APP_URL: 'https://steward.example.com/',
    CHAT_LINK: 'http://127.0.0.1:56150/',
    WEBHOOK_URL: 'https://hooks.example.com/steward',
    WEBHOOK_SECRET: KEY,
    HTTP_AUTH: 'function-key',
    POLICY_CONTAINER: 'image-policy',
    AZURE_CLIENT_ID: GUID,
    ...SIMULATED,
    FLEET_CLOCK: '2026-11-20T08:00:00Z@2026-11-21T09:30:00Z*60',
  });
  expect(config).toEqual({
    Storage__tableServiceUri: 'https://steward.table.core.windows.net',
    Storage__blobServiceUri: 'https://steward.blob.core.windows.net',
    ServiceBus__fullyQualifiedNamespace: 'steward.servicebus.windows.net',
    SWEEP_SCHEDULE: '0 30 6 * * Mon-Fri',
    SWEEP_SUBSCRIPTIONS: [GUID, '22222222-2222-3333-4444-555555555555'],
    MAX_IMAGE_AGE_DAYS: 90,
    MAX_DAYS_BEHIND_LATEST: 14,
    MAX_BUILDS_BEHIND_LATEST: 3,
    LATEST_IMAGE_TTL_HOURS: 24,
    AKS_CALLS_PER_SWEEP: 0,
    OWNER_KEYS: ['example.com/squad', 'Owner_of.it'],
    PRICE_SOURCE: 'public',
    PRICE_REGION: 'westeurope',
    PRICE_CURRENCY: 'EUR',
    PLAN_SCHEDULE: '0 0 7 * * *',
    PLAN_KEEP_DAYS: 30,
    DRY_RUN: false,
    EXECUTOR_CLIENT_ID: EXECUTOR,
    MIGRATIONS_PER_REGION: 1,
    MIGRATIONS_PER_SUBSCRIPTION: 100,
    ARM_WRITES_PER_MINUTE: 60,
    DRAIN_ATTENTION_SECONDS: 240,
    START_SCHEDULE: '0 * * * * *',
    WATCHDOG_SCHEDULE: '15 * * * * *',
    STRAY_MARKS_SCHEDULE: '0 0 * * * *',
    ...ALERTS,
    ON_CALL_CHANNELS: ['webhook', 'pagerduty', 'opsgenie', 'action-group'],
    ...CHAT,
    CHAT_TENANTS: [GUID, TENANT],
    APP_URL: 'https://steward.example.com',
    CHAT_LINK: 'http://127.0.0.1:56150',
    WEBHOOK_URL: 'https://hooks.example.com/steward',
    WEBHOOK_SECRET: KEY,
    HTTP_AUTH: 'function-key',
    POLICY_CONTAINER: 'image-policy',
    AZURE_CLIENT_ID: GUID,
    ARM_ENDPOINT: 'https://127.0.0.1:8443',
    ARM_CA_FILE: 'ca.pem',
    FLEET_CLOCK: { fleetAt: Date.UTC(2026, 10, 20, 8), realAt: Date.UTC(2026, 10, 21, 9, 30), speed: 60 },
  });
});

const NUMBER = (least: number, most: number, byDefault: number) =>
  `a whole number from ${least} to ${most} (${byDefault} when not set)`;

const SAFE_URL = 'an https URL (http only on this machine)';
const CHANNELS = 'some of pagerduty, opsgenie, webhook, action-group, each once, with commas between them';

const OWNER_KEYS = 'up to 20 label or annotation keys with commas between them (owner,team,contact when not set)';

test.each<[name: string, wrong: string, expected: string]>([
  ['MAX_IMAGE_AGE_DAYS', '6', NUMBER(7, 365, 60)],
  ['MAX_IMAGE_AGE_DAYS', '366', NUMBER(7, 365, 60)],
  ['MAX_IMAGE_AGE_DAYS', '60.5', NUMBER(7, 365, 60)],
  ['MAX_IMAGE_AGE_DAYS', '1e2', NUMBER(7, 365, 60)],
  ['MAX_DAYS_BEHIND_LATEST', '0', NUMBER(1, 365, 30)],
  ['MAX_BUILDS_BEHIND_LATEST', '101', NUMBER(1, 100, 2)],
  ['LATEST_IMAGE_TTL_HOURS', '169', NUMBER(1, 168, 12)],
  ['AKS_CALLS_PER_SWEEP', '61', NUMBER(0, 60, 40)],
  ['AKS_CALLS_PER_SWEEP', '-1', NUMBER(0, 60, 40)],
  ['OWNER_KEYS', 'owner,', OWNER_KEYS],
  ['OWNER_KEYS', 'the owner', OWNER_KEYS],
  ['OWNER_KEYS', 'Example.com/owner', OWNER_KEYS],
  ['OWNER_KEYS', 'a/b/c', OWNER_KEYS],
  ['OWNER_KEYS', 'o'.repeat(64), OWNER_KEYS],
  ['OWNER_KEYS', 'o,'.repeat(20).concat('o'), OWNER_KEYS],
  ['PLAN_KEEP_DAYS', '6', NUMBER(7, 3650, 400)],
  ['DRY_RUN', 'no', 'true or false (true when not set)'],
  ['DRY_RUN', 'False', 'true or false (true when not set)'],
  ['EXECUTOR_CLIENT_ID', 'me', 'the client id (GUID) of a managed identity of its own, not AZURE_CLIENT_ID'],
  ['MIGRATIONS_PER_REGION', '0', NUMBER(1, 100, 3)],
  ['MIGRATIONS_PER_REGION', '101', NUMBER(1, 100, 3)],
  ['MIGRATIONS_PER_SUBSCRIPTION', '0', NUMBER(1, 100, 3)],
  ['ARM_WRITES_PER_MINUTE', '0', NUMBER(1, 60, 10)],
  ['ARM_WRITES_PER_MINUTE', '61', NUMBER(1, 60, 10)],
  ['DRAIN_ATTENTION_SECONDS', '4', NUMBER(5, 240, 60)],
  ['DRAIN_ATTENTION_SECONDS', '241', NUMBER(5, 240, 60)],
  ['PRICE_SOURCE', 'free', 'bundled or public (bundled when not set)'],
  ['PRICE_REGION', 'West Europe', 'an Azure region in lower case, as in westeurope (eastus when not set)'],
  ['PRICE_CURRENCY', 'eur', 'a currency of three capital letters, as in EUR (USD when not set)'],
  [
    'SWEEP_SUBSCRIPTIONS',
    `${GUID},`,
    'subscription ids (GUIDs) with commas between them; nothing for all that can be seen',
  ],
  ['SWEEP_MANAGEMENT_GROUP', 'a/b', 'the id of a management group (letters, digits, - _ . ( ), at most 90)'],
  ['HTTP_AUTH', 'none', 'platform, function-key or open (platform when not set; open never in Azure)'],
  ['ALERTS', 'true', 'on or off (on when not set)'],
  ['AKS_HEALTH_SIGNALS', 'yes', 'on or off (off when not set)'],
  ['ERROR_RATE_SOURCE', 'datadog', 'none, prometheus or logs (none when not set)'],
  ['PROMETHEUS_URL', 'http://prometheus', `${SAFE_URL} of a Prometheus query API`],
  ['LOGS_WORKSPACE_ID', 'logs', 'the id (GUID) of a Log Analytics workspace'],
  [
    'LOGS_URL',
    'http://logs.example.com',
    `${SAFE_URL} of the query API of Azure Monitor Logs (https://api.loganalytics.azure.com when not set)`,
  ],
  ['ON_CALL_CHANNELS', 'email', CHANNELS],
  ['ON_CALL_CHANNELS', 'email,email', CHANNELS],
  ['PAGERDUTY_URL', 'http://events.example.com', `${SAFE_URL} of an Events API v2`],
  ['OPSGENIE_URL', 'opsgenie', `${SAFE_URL} of an Opsgenie-style alert API`],
  ['CHAT', 'slack', 'off, teams or local (off when not set; local never in Azure)'],
  ['BOT_APP_ID', 'steward', 'the client id (GUID) of the bot’s managed identity'],
  ['BOT_TENANT_ID', 'example.com', 'the directory (GUID) that the bot’s identity is in'],
  ['CHAT_TENANTS', `${GUID},`, 'directory ids (GUIDs) with commas between them (BOT_TENANT_ID when not set)'],
  ['APP_URL', 'http://steward.example.com', `${SAFE_URL} under which people open this app`],
  ['CHAT_LINK', 'msteams:/l/app/1', `${SAFE_URL} that opens the chat`],
  ['DIRECTORY_GROUPS', 'ldap', 'off or graph (off when not set)'],
  ['POLICY_CONTAINER', 'a--b', 'a container name: 3 to 63 of a-z, 0-9 and single dashes (policy when not set)'],
  ['AZURE_CLIENT_ID', 'me', 'the client id (GUID) of a managed identity'],
])('%s does not take %j', (name, wrong, expected) => {
  expect(linesOf({ ...SOUND, [name]: wrong })).toEqual([
    `${name}: read ${JSON.stringify(wrong)}, expected ${expected}`,
  ]);
});

test('OWNER_KEYS takes a key of 63 characters, and 20 of them', () => {
  const keys = Array.from({ length: 20 }, () => 'o'.repeat(63));
  expect(readConfig({ ...SOUND, OWNER_KEYS: keys.join(',') }).OWNER_KEYS).toEqual(keys);
});

test.each([
  '0 0 */6 * *',
  '* * * * * * *',
  '0 0 25 * * *',
  '0 0 0 L * *',
  '0 0 0 ? * Mon',
  '0 0 0 * * 7',
  '00:10:00',
  'daily',
])('SWEEP_SCHEDULE does not take %j', (wrong) => {
  expect(linesOf({ ...SOUND, SWEEP_SCHEDULE: wrong })).toEqual([
    `SWEEP_SCHEDULE: read ${JSON.stringify(wrong)}, expected six NCRONTAB fields, seconds first, without L W # ? (0 0 */6 * * * when not set)`,
  ]);
});

test.each(['0 0 */6 * * *', '0 30 6 * * 1-5', '*/10 * * * * *', '0 0 0 1 Jul Wed'])(
  'SWEEP_SCHEDULE takes %j',
  (right) => {
    expect(readConfig({ ...SOUND, SWEEP_SCHEDULE: right }).SWEEP_SCHEDULE).toBe(right);
  },
);

test.each([
  'http://127.0.0.1:8443',
  'https://management.azure.com',
  'https://127.0.0.1.example.com',
  'https://localhost.example.com',
])('ARM_ENDPOINT does not take %j: it would be handed requests meant for Azure', (wrong) => {
  expect(linesOf({ ...SOUND, ...SIMULATED, ARM_ENDPOINT: wrong })).toEqual([
    `ARM_ENDPOINT: read "${wrong}", expected an https URL on this machine (127.0.0.1, [::1] or localhost); nothing for Azure`,
  ]);
});

test.each(['2026-11-20T08:00:00Z', '2026-11-20@2026-11-21*60', '2026-11-20T08:00:00Z@2026-13-21T09:30:00Z*60', 'now'])(
  'FLEET_CLOCK does not take %j',
  (wrong) => {
    expect(linesOf({ ...SOUND, ...SIMULATED, FLEET_CLOCK: wrong })).toEqual([
      expect.stringMatching(/^FLEET_CLOCK: read ".*", expected FLEET-INSTANT@REAL-INSTANT\*SPEED, as in/),
    ]);
  },
);

test.each<[string, Settings, string[]]>([
  [
    'a list of subscriptions and a management group',
    { ...SOUND, SWEEP_SUBSCRIPTIONS: GUID, SWEEP_MANAGEMENT_GROUP: 'platform' },
    ['SWEEP_MANAGEMENT_GROUP: read "platform", expected nothing while SWEEP_SUBSCRIPTIONS is set: choose one'],
  ],
  [
    'a webhook without its secret',
    { ...SOUND, WEBHOOK_URL: 'https://hooks.example.com' },
    ['WEBHOOK_SECRET: read nothing, expected at least 32 characters while WEBHOOK_URL is set'],
  ],
  [
    'a secret without its webhook',
    { ...SOUND, WEBHOOK_SECRET: KEY },
    ['WEBHOOK_URL: read nothing, expected an https URL while WEBHOOK_SECRET is set'],
  ],
  [
    'channels without their keys',
    { ...SOUND, ON_CALL_CHANNELS: 'pagerduty, webhook' },
    [
      'PAGERDUTY_ROUTING_KEY: read nothing, expected a value while ON_CALL_CHANNELS has pagerduty',
      'ON_CALL_WEBHOOK_URL: read nothing, expected a value while ON_CALL_CHANNELS has webhook',
      'ON_CALL_WEBHOOK_SECRET: read nothing, expected a value while ON_CALL_CHANNELS has webhook',
    ],
  ],
  [
    'error rates from nowhere',
    { ...SOUND, ERROR_RATE_SOURCE: 'prometheus' },
    ['PROMETHEUS_URL: read nothing, expected a value while ERROR_RATE_SOURCE has prometheus'],
  ],
  [
    'no check of requests in Azure',
    { ...SOUND, HTTP_AUTH: 'open', WEBSITE_SITE_NAME: 'steward' },
    ['HTTP_AUTH: read "open", expected platform or function-key in Azure: open would show the fleet to anyone'],
  ],
  [
    'a simulator in Azure',
    { ...SOUND, ...SIMULATED, WEBSITE_INSTANCE_ID: 'i-1' },
    ['ARM_ENDPOINT: read "https://127.0.0.1:8443", expected nothing in Azure: it is for a simulator on this machine'],
  ],
  [
    'a simulator without its certificate',
    { ...SOUND, ARM_ENDPOINT: 'https://127.0.0.1:8443' },
    ['ARM_CA_FILE: read nothing, expected the path of a PEM file while ARM_ENDPOINT is set'],
  ],
  [
    "a fleet's clock over the real fleet",
    { ...SOUND, FLEET_CLOCK: '2026-11-20T08:00:00Z@2026-11-21T09:30:00Z*60' },
    [
      'FLEET_CLOCK: read "2026-11-20T08:00:00Z@2026-11-21T09:30:00Z*60", expected nothing while ARM_ENDPOINT is not set',
    ],
  ],
  [
    'writes in Azure without an identity of their own',
    { ...SOUND, DRY_RUN: 'false', WEBSITE_SITE_NAME: 'steward' },
    [
      'EXECUTOR_CLIENT_ID: read nothing, expected the client id (GUID) of the identity that writes, as DRY_RUN is false',
    ],
  ],
  [
    'writes by the identity that only reads',
    { ...SOUND, AZURE_CLIENT_ID: EXECUTOR, EXECUTOR_CLIENT_ID: EXECUTOR.toUpperCase() },
    [
      `EXECUTOR_CLIENT_ID: read "${EXECUTOR}", expected another identity than AZURE_CLIENT_ID: the one that reads only reads`,
    ],
  ],
  [
    'a bot without an identity',
    { ...SOUND, CHAT: 'teams' },
    [
      'BOT_APP_ID: read nothing, expected a value while CHAT is teams',
      'BOT_TENANT_ID: read nothing, expected a value while CHAT is teams',
    ],
  ],
  [
    'a bot that speaks as the identity that reads',
    { ...SOUND, AZURE_CLIENT_ID: BOT, ...CHAT, BOT_APP_ID: BOT.toUpperCase() },
    [`BOT_APP_ID: read "${BOT.toUpperCase()}", expected another identity than AZURE_CLIENT_ID: the bot only speaks`],
  ],
  [
    'a bot that speaks as the identity that writes',
    { ...SOUND, EXECUTOR_CLIENT_ID: BOT, ...CHAT },
    [`BOT_APP_ID: read "${BOT}", expected another identity than EXECUTOR_CLIENT_ID: the bot only speaks`],
  ],
  [
    'a chat without tokens in Azure',
    { ...SOUND, CHAT: 'local', CHAT_TENANTS: GUID, WEBSITE_SITE_NAME: 'steward' },
    ['CHAT: read "local", expected off or teams in Azure: local believes whoever speaks'],
  ],
  [
    'a chat on this machine of which nobody is known',
    { ...SOUND, ...SIMULATED, CHAT: 'local' },
    ['CHAT_TENANTS: read nothing, expected a value while CHAT is local'],
  ],
  [
    'a chat without tokens over the real fleet',
    { ...SOUND, CHAT: 'local', CHAT_TENANTS: GUID },
    ['CHAT: read "local", expected off or teams while ARM_ENDPOINT is not set: local believes whoever speaks'],
  ],
  [
    'a chat without tokens whose people a real directory is asked about',
    { ...SOUND, ...SIMULATED, CHAT: 'local', CHAT_TENANTS: GUID, DIRECTORY_GROUPS: 'graph' },
    ['DIRECTORY_GROUPS: read "graph", expected off while CHAT is local: no directory knows who speaks there'],
  ],
  [
    'no storage and no queues',
    {},
    [
      'Storage: read nothing, expected a connection string, or else Storage__tableServiceUri and Storage__blobServiceUri',
      'ServiceBus: read nothing, expected a connection string, or else ServiceBus__fullyQualifiedNamespace',
    ],
  ],
  [
    'half of the storage',
    { ServiceBus: 'Endpoint=sb://127.0.0.1', Storage__tableServiceUri: 'https://steward.table.core.windows.net' },
    ['Storage__blobServiceUri: read nothing, expected a value, as Storage is not set'],
  ],
  [
    'two ways to the queues',
    { ...SOUND, ServiceBus__fullyQualifiedNamespace: 'steward.servicebus.windows.net' },
    [
      'ServiceBus: read a secret of 23 characters, expected nothing while ServiceBus__fullyQualifiedNamespace is set: choose one',
    ],
  ],
])('%s: refused', (_what, settings, lines) => {
  expect(linesOf(settings)).toEqual(lines);
});

test('all wrong settings are named at once, one line each', () => {
  const lines = linesOf({ ServiceBus: 'x', MAX_IMAGE_AGE_DAYS: 'old', HTTP_AUTH: 'none', WEBHOOK_SECRET: 'short' });
  expect(lines.map((line) => line.split(':')[0])).toEqual([
    'MAX_IMAGE_AGE_DAYS',
    'WEBHOOK_SECRET',
    'HTTP_AUTH',
    'WEBHOOK_URL',
    'Storage',
  ]);
});

test('a secret is never shown', () => {
  const lines = linesOf({ ...SOUND, WEBHOOK_URL: 'https://hooks.example.com', WEBHOOK_SECRET: 'hunter2' });
  expect(lines).toEqual([
    'WEBHOOK_SECRET: read a secret of 7 characters, expected at least 32 characters, from Key Vault, together with WEBHOOK_URL',
  ]);
});

test('what was read cannot write to the terminal, and is cut', () => {
  const [line] = linesOf({ ...SOUND, HTTP_AUTH: `\u001b[2J\u009b31m${'x'.repeat(200)}` });
  expect(line).toBe(
    `HTTP_AUTH: read "\\u001b[2J\\u009b31m${'x'.repeat(72)}…", expected platform, function-key or open (platform when not set; open never in Azure)`,
  );
});

test('a webhook over http is for this machine only', () => {
  const webhook = (WEBHOOK_URL: string) => linesOf({ ...SOUND, WEBHOOK_URL, WEBHOOK_SECRET: KEY });
  expect(webhook('http://127.0.0.1:9000/hook')).toEqual([]);
  expect(webhook('http://hooks.example.com')).toEqual([
    'WEBHOOK_URL: read a secret of 24 characters, expected an https URL (http only on this machine), together with WEBHOOK_SECRET',
  ]);
});

test('a sweep from a laptop needs no storage, and the command line wins over the environment', () => {
  const config = readSweepConfig({ MAX_IMAGE_AGE_DAYS: '90' }, { MAX_IMAGE_AGE_DAYS: '30', AKS_CALLS_PER_SWEEP: '5' });
  expect(config).toEqual({
    MAX_IMAGE_AGE_DAYS: 90,
    MAX_DAYS_BEHIND_LATEST: 30,
    MAX_BUILDS_BEHIND_LATEST: 2,
    LATEST_IMAGE_TTL_HOURS: 12,
    AKS_CALLS_PER_SWEEP: 5,
    OWNER_KEYS: ['owner', 'team', 'contact'],
    PRICE_SOURCE: 'bundled',
    PRICE_REGION: 'eastus',
    PRICE_CURRENCY: 'USD',
    DRY_RUN: true,
    MIGRATIONS_PER_REGION: 3,
    MIGRATIONS_PER_SUBSCRIPTION: 3,
    ARM_WRITES_PER_MINUTE: 10,
    DRAIN_ATTENTION_SECONDS: 60,
  });
  const read = (settings: Settings) => readSweepConfig(settings, {});
  expect(linesOf({ SWEEP_SUBSCRIPTIONS: 'prod' }, read)).toEqual([
    'SWEEP_SUBSCRIPTIONS: read "prod", expected subscription ids (GUIDs) with commas between them; nothing for all that can be seen',
  ]);
});

test('the sample lists every setting and nothing else, and starts an app', () => {
  const sample = JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as { Values: Record<string, string> };
  expect(Object.keys(sample.Values).toSorted()).toEqual([...SETTING_NAMES, ...HOST_SETTING_NAMES].toSorted());
  expect(linesOf(sample.Values)).toEqual([]);
});

test('no secret has a value in the sample, except the ways in to the local stack', () => {
  const sample = JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as { Values: Record<string, string> };
  expect(SECRET_NAMES).toEqual([
    'PAGERDUTY_ROUTING_KEY',
    'OPSGENIE_API_KEY',
    'ON_CALL_WEBHOOK_SECRET',
    'ACTION_GROUP_WEBHOOK_URL',
    'WEBHOOK_SECRET',
    'Storage',
    'ServiceBus',
  ]);
  const local = ['Storage', 'ServiceBus'];
  expect(SECRET_NAMES.filter((name) => !local.includes(name) && sample.Values[name] !== '')).toEqual([]);
  expect(sample.Values['Storage']).toBe('UseDevelopmentStorage=true');
  expect(sample.Values['ServiceBus']).toContain('UseDevelopmentEmulator=true');
});

test('another currency than that of the list that ships needs the public list', () => {
  const read = (settings: Settings) => readSweepConfig(settings, {});
  expect(linesOf({ PRICE_CURRENCY: 'EUR' }, read)).toEqual([
    'PRICE_CURRENCY: read "EUR", expected USD while PRICE_SOURCE is not public: the list that ships is in USD',
  ]);
  expect(readSweepConfig({ PRICE_CURRENCY: 'EUR', PRICE_SOURCE: 'public' }, {}).PRICE_CURRENCY).toBe('EUR');
});

test('writes need an identity of their own in Azure only, and none while nothing is written', () => {
  expect(linesOf({ ...SOUND, DRY_RUN: 'false' })).toEqual([]);
  expect(linesOf({ ...SOUND, DRY_RUN: 'true', WEBSITE_SITE_NAME: 'steward' })).toEqual([]);
  expect(linesOf({ ...SOUND, DRY_RUN: 'false', EXECUTOR_CLIENT_ID: EXECUTOR, WEBSITE_SITE_NAME: 'steward' })).toEqual(
    [],
  );
});
