import { expect, test } from 'vitest';
import { appSettings, type Places } from '../../../dev/stack/app-settings.ts';
import { readConfig } from '../../../shared/config/read-config.ts';

const places: Places = {
  storage: 'storage',
  serviceBus: 'bus',
  armEndpoint: 'https://127.0.0.1:8443',
  armCaFile: 'ca.pem',
  fleetClock: '2026-11-20T08:00:00Z@2026-11-21T09:30:00Z*60',
};
const addresses = {
  Storage: 'storage',
  AzureWebJobsStorage: 'storage',
  ServiceBus: 'bus',
  ARM_ENDPOINT: 'https://127.0.0.1:8443',
  ARM_CA_FILE: 'ca.pem',
  FLEET_CLOCK: '2026-11-20T08:00:00Z@2026-11-21T09:30:00Z*60',
  HTTP_AUTH: 'open',
  FUNCTIONS_WORKER_RUNTIME: 'node',
  SWEEP_SCHEDULE: '0 0 */6 * * *',
  PLAN_SCHEDULE: '30 * * * * *',
  START_SCHEDULE: '*/10 * * * * *',
  WATCHDOG_SCHEDULE: '5,15,25,35,45,55 * * * * *',
  STRAY_MARKS_SCHEDULE: '45 * * * * *',
  WATCH_SCHEDULE: '*/2 * * * * *',
  ANNOUNCE_SCHEDULE: '20 * * * * *',
  ASK_SCHEDULE: '10,40 * * * * *',
};

test('the app takes these settings', () => {
  expect(appSettings(places, {})).toEqual(addresses);
  expect(readConfig(appSettings(places, {}))).toMatchObject({ HTTP_AUTH: 'open' });
});

test('limits and schedules of the shell stay in force', () => {
  const shell = { PATH: '/bin', MAX_IMAGE_AGE_DAYS: '30', SWEEP_SCHEDULE: '0 0 * * * *' };
  expect(appSettings(places, shell)).toEqual({ ...addresses, ...shell });
});

test('what points at a real Azure is left out', () => {
  const shell = {
    Storage: 'real',
    Storage__tableServiceUri: 'https://real.table.core.windows.net',
    ServiceBus__fullyQualifiedNamespace: 'real.servicebus.windows.net',
    AzureWebJobsStorage__accountName: 'real',
    WEBSITE_SITE_NAME: 'real',
    SWEEP_SUBSCRIPTIONS: '5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a',
    SWEEP_MANAGEMENT_GROUP: 'real',
    LOGS_WORKSPACE_ID: '5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a',
    CHAT: 'teams',
    BOT_APP_ID: '5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a',
    BOT_TENANT_ID: '5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a',
    CHAT_TENANTS: '5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a',
    CHAT_LINK: 'https://teams.microsoft.com/l/app/real',
    APP_URL: 'https://real.azurewebsites.net',
    DIRECTORY_GROUPS: 'graph',
  };
  expect(appSettings(places, shell)).toEqual(addresses);
});

test('with chat clients, the app talks with them whatever the shell says', () => {
  const chat = {
    CHAT: 'local',
    CHAT_TENANTS: '5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a',
    APP_URL: 'http://127.0.0.1:7071',
  };
  const settings = appSettings({ ...places, chat }, { CHAT: 'teams' });
  expect(settings).toEqual({ ...addresses, ...chat });
  expect(readConfig(settings)).toMatchObject({ CHAT: 'local', APP_URL: 'http://127.0.0.1:7071' });
});

test.each([
  { url: 'https://hooks.example/abc', used: false },
  { url: 'http://127.0.0.1.example/abc', used: false },
  { url: 'not a url', used: false },
  { url: 'http://127.0.0.1:9000/abc', used: true },
  { url: 'http://localhost:9000/abc', used: true },
])('news of a simulated fleet go to $url: $used', ({ url, used }) => {
  const webhook = { WEBHOOK_URL: url, WEBHOOK_SECRET: 'x'.repeat(32) };
  expect(appSettings(places, webhook)).toEqual(used ? { ...addresses, ...webhook } : addresses);
});

test('nobody real is paged about a simulated fleet', () => {
  const shell = {
    ON_CALL_CHANNELS: 'pagerduty, webhook,opsgenie',
    ON_CALL_WEBHOOK_URL: 'http://127.0.0.1:9000/pages',
    OPSGENIE_URL: 'https://api.opsgenie.com',
  };
  expect(appSettings(places, shell)).toEqual({ ...addresses, ...shell, ON_CALL_CHANNELS: 'webhook' });
  expect(appSettings(places, { ON_CALL_CHANNELS: 'pagerduty' })).toEqual(addresses);
});
