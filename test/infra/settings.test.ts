import { readFileSync } from 'node:fs';
import { globbySync } from 'globby';
import { expect, test } from 'vitest';
import { HOST_SETTING_NAMES, SECRET_NAMES, SETTING_NAMES } from '../../shared/config/config.ts';

const bicep = readFileSync('infra/modules/function-app.bicep', 'utf8');
const inBicep = new Set(
  [...bicep.matchAll(/^\s*(?:\w+ = )?.*?\b([A-Z][A-Za-z_]*(?:__\w+)?): /gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => /^[A-Z][A-Z_]+$|__/.test(name)),
);
const rows = [
  ...readFileSync('docs/settings.md', 'utf8').matchAll(/^\| `([^`]+)` \| .*? \| (infra|you|local) \|/gm),
].map(([, name, by]) => ({ name: name ?? '', by }));

test('docs/settings.md lists every setting and nothing else', () => {
  expect(rows.map(({ name }) => name).toSorted()).toEqual(SETTING_NAMES.toSorted());
});

test('what the page says is set by infra is set there, and nothing of ours beside it', () => {
  const ours = [...inBicep].filter((name) => SETTING_NAMES.includes(name)).toSorted();
  const said = rows.filter(({ by }) => by === 'infra').map(({ name }) => name);
  expect(ours).toEqual(said.toSorted());
});

test('every other setting in infra belongs to the platform, the host or the SDKs', () => {
  const foreign = [...inBicep].filter((name) => !SETTING_NAMES.includes(name) && !HOST_SETTING_NAMES.includes(name));
  expect(foreign.toSorted()).toEqual([
    'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
    'APPLICATIONINSIGHTS_CONNECTION_STRING',
    'AzureWebJobsStorage__accountName',
    'AzureWebJobsStorage__clientId',
    'AzureWebJobsStorage__credential',
    'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
    'ServiceBus__clientId',
    'ServiceBus__credential',
  ]);
});

test('a secret is a Key Vault reference in Azure, or is not set there', () => {
  for (const name of SECRET_NAMES.filter((secret) => inBicep.has(secret))) {
    expect(bicep).toMatch(new RegExp(`${name}: '@Microsoft\\.KeyVault\\(`));
  }
});

test('a setting that a timer names is set in Azure: the host knows none of our defaults', () => {
  const named = globbySync('functions/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/schedule: '%([A-Z_]+)%'/g)].map(([, name]) => name ?? ''),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !inBicep.has(name))).toEqual([]);
});
