import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHostJson } from '../../../dev/functions-host/host-json.ts';
import { readHostArguments } from '../../../dev/functions-host/host-options.ts';
import { expandSettings, isDisabled, readLocalSettings } from '../../../dev/functions-host/settings.ts';
import { startFixtureHost, WITHOUT_QUEUES } from './fixture-host.ts';

let app: string;
beforeEach(async () => {
  app = await mkdtemp(join(tmpdir(), 'functions-host-'));
});
afterEach(() => rm(app, { recursive: true }));
const write = (name: string, text: string) => writeFile(join(app, name), text);

test("host.json gives the route prefix and the limits of Service Bus; what it leaves out has the platform's default", async () => {
  await write(
    'host.json',
    '{"version":"2.0","extensions":{"serviceBus":{"maxConcurrentCalls":32,"sessionIdleTimeout":"1.00:00:05"}}}',
  );
  expect(readHostJson(app).extensions).toEqual({
    http: { routePrefix: 'api' },
    serviceBus: {
      maxConcurrentCalls: 32,
      maxConcurrentSessions: 8,
      autoCompleteMessages: true,
      maxAutoLockRenewalDuration: 300_000,
      sessionIdleTimeout: 86_405_000,
    },
  });
});

test.each([
  [
    '{"version":"2.0","extensions":{"serviceBus":{"sessionIdleTimeout":"5 s"}}}',
    'extensions.serviceBus.sessionIdleTimeout',
  ],
  [
    '{"version":"2.0","extensions":{"serviceBus":{"maxConcurrentCalls":0}}}',
    'extensions.serviceBus.maxConcurrentCalls',
  ],
  ['{"version":"1.0"}', 'version'],
  ['{', 'cannot be read as JSON'],
])('a wrong host.json (%s) stops the start and names the place', async (text, place) => {
  await write('host.json', text);
  expect(() => readHostJson(app)).toThrow(place);
});

test('local.settings.json gives settings and a port; without it there are none', async () => {
  expect(readLocalSettings(app)).toEqual({ values: {} });
  await write('local.settings.json', '\uFEFF{"IsEncrypted":false,"Values":{"A":"1"},"Host":{"LocalHttpPort":7072}}');
  expect(readLocalSettings(app)).toEqual({ values: { A: '1' }, port: 7072 });
});

test.each([
  ['{"IsEncrypted":true}', 'IsEncrypted: encrypted settings are not supported here'],
  ['{"Values":{"SECRET":5}}', 'Values.SECRET: '],
  ['nonsense', 'is not JSON'],
])('a wrong local.settings.json (%s) stops the start', async (text, reason) => {
  await write('local.settings.json', text);
  expect(() => readLocalSettings(app)).toThrow(reason);
});

test('settings fill %NAME%; an empty or missing one is named', () => {
  expect(expandSettings('a-%X%-%Y%', { X: '1', Y: '2' }, 'f')).toBe('a-1-2');
  expect(() => expandSettings('%X%', { X: '' }, 'function "f"')).toThrow('function "f" needs the setting X');
});

test('a function is disabled by its setting', () => {
  expect(isDisabled('f', { 'AzureWebJobs.f.Disabled': 'True' })).toBe(true);
  expect(isDisabled('f', { 'AzureWebJobs.f.Disabled': 'false' })).toBe(false);
  expect(isDisabled('f', {})).toBe(false);
});

test('wrong options are refused', () => {
  expect(() => readHostArguments(['--prot', '1'])).toThrow("Unknown option '--prot'; see --help");
  expect(() => readHostArguments(['--port', '70000'])).toThrow(
    '--port is "70000"; a number from 0 to 65535 is expected',
  );
});

const starting = async (settings: Record<string, string> = {}) => {
  const host = await startFixtureHost({ app, settings });
  await host.end();
  return host.output();
};

test('an app without files, or with a file that does not load, stops the start with one line', async () => {
  await write('host.json', '{"version":"2.0"}');
  await write('package.json', '{"main":"functions/*.js"}');
  await expect(starting()).rejects.toThrow(
    /^exit 1: HOST_APP: nothing matches "functions\/\*\.js" in .*; build the app first\n$/,
  );
  await write('package.json', '{"main":"a.js","type":"module"}');
  await write('a.js', 'throw Object.assign(new Error("line one\\nline two"), { code: "CONFIG_WRONG" })');
  await expect(starting()).rejects.toThrow(
    /^exit 1: HOST_APP: .*a\.js did not load: CONFIG_WRONG: line one\nline two\n$/,
  );
});

test('a wrong schedule stops the start before any function runs', async () => {
  await expect(startFixtureHost({ settings: { ...WITHOUT_QUEUES, FIXTURE_SCHEDULE: '0 0 L * * *' } })).rejects.toThrow(
    'HOST_SCHEDULE: function "at-start" has the schedule "0 0 L * * *"',
  );
});

test('a missing connection is named', async () => {
  await expect(startFixtureHost()).rejects.toThrow(
    'HOST_SETTINGS: the connection "Bus" needs the setting Bus or Bus__fullyQualifiedNamespace',
  );
});

test('the host ends when the process that started it is gone', async () => {
  const host = await startFixtureHost({ settings: WITHOUT_QUEUES });
  const ended = new Promise((resolve) => host.process.once('exit', resolve));
  host.process.disconnect();
  expect(await ended).toBe(0);
});
