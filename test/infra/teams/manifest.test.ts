import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fillManifest, type ManifestValues, wrongValues } from '../../../infra/teams/fill-manifest.ts';
import { COMMANDS } from '../../../shared/app/bot/commands/index.ts';
import { teamsSchema } from '../../support/teams-schema.ts';

const TEMPLATE = readFileSync('infra/teams/manifest.json', 'utf8');
const GUID = '11111111-2222-3333-4444-555555555555';
const VALUES: ManifestValues = {
  appId: GUID,
  host: 'steward.example.com',
  version: '0.1.0',
  privacyUrl: 'https://example.com/privacy',
  termsUrl: 'https://example.com/terms',
};

interface Manifest {
  readonly $schema: string;
  readonly manifestVersion: string;
  readonly id: string;
  readonly version: string;
  readonly icons: { readonly color: string; readonly outline: string };
  readonly developer: Readonly<Record<string, string>>;
  readonly bots: readonly {
    readonly botId: string;
    readonly scopes: readonly string[];
    readonly commandLists: readonly {
      readonly scopes: readonly string[];
      readonly commands: readonly { readonly title: string; readonly description: string }[];
    }[];
  }[];
  readonly validDomains: readonly string[];
}
const filled = fillManifest(TEMPLATE, VALUES) as Manifest;
const [bot] = filled.bots;

test('the filled manifest follows the public schema of its version', () => {
  expect(filled.$schema).toBe(
    `https://developer.microsoft.com/json-schemas/teams/v${filled.manifestVersion}/MicrosoftTeams.schema.json`,
  );
  expect(teamsSchema(filled.manifestVersion).safeParse(filled).error?.issues).toBeUndefined();
});

test.each<[what: string, broken: object]>([
  ['an id that is none', { id: '{{APP_ID}}' }],
  ['a name that is too long', { name: { short: 'x'.repeat(31) } }],
  ['no icons', { icons: undefined }],
  ['a colour in words', { accentColor: 'blue' }],
  ['a property that nobody knows', { colour: '#1d5f8f' }],
  ['a scope that there is not', { bots: [{ botId: GUID, scopes: ['everywhere'] }] }],
])('the schema would refuse %s', (_what, broken) => {
  expect(teamsSchema(filled.manifestVersion).safeParse({ ...filled, ...broken }).success).toBe(false);
});

test('all that is left open is filled, each with its value', () => {
  expect(JSON.stringify(filled)).not.toMatch(/\{\{/);
  expect({ id: filled.id, bot: bot?.botId, version: filled.version, domains: filled.validDomains }).toEqual({
    id: GUID,
    bot: GUID,
    version: '0.1.0',
    domains: ['steward.example.com'],
  });
  expect(filled.developer).toMatchObject({
    websiteUrl: 'https://steward.example.com/',
    privacyUrl: VALUES.privacyUrl,
    termsOfUseUrl: VALUES.termsUrl,
  });
});

test('a value cannot leave its place', () => {
  const sly = fillManifest(TEMPLATE, { ...VALUES, privacyUrl: 'https://x/", "id": "1', termsUrl: 'https://$&/$1' });
  expect(sly).toMatchObject({
    id: GUID,
    developer: { privacyUrl: 'https://x/", "id": "1', termsOfUseUrl: 'https://$&/$1' },
  });
});

test('the template has no place that nobody fills', () => {
  expect(() => fillManifest('{ "id": "{{APPID}}" }', VALUES)).toThrow('the template has {{APPID}}, which nobody fills');
});

test.each<[wrong: Partial<ManifestValues>, line: string]>([
  [
    { appId: 'steward' },
    '--app-id: read "steward", expected the app id (GUID) of the bot: the output STEWARD_BOT_APP_ID',
  ],
  [{ host: '' }, '--host: read nothing, expected a host name alone, as in steward.example.com'],
  [{ host: 'https://a.b' }, '--host: read "https://a.b", expected a host name alone, as in steward.example.com'],
  [{ host: 'localhost' }, '--host: read "localhost", expected a host name alone, as in steward.example.com'],
  [{ privacyUrl: 'http://a.b/' }, '--privacy-url: read "http://a.b/", expected an https address'],
  [{ termsUrl: 'terms' }, '--terms-url: read "terms", expected an https address'],
])('%j is refused in one line', (wrong, line) => {
  expect(wrongValues({ ...VALUES, ...wrong })).toEqual([line]);
});

test('sound values are not refused', () => {
  expect(wrongValues({ ...VALUES, appId: GUID.toUpperCase(), host: 'func-1.azurewebsites.net' })).toEqual([]);
});

test('it can be said where people are, and nothing is asked for beyond that', () => {
  expect(bot?.scopes).toEqual(['personal', 'team', 'groupChat']);
  expect(JSON.parse(TEMPLATE)).not.toHaveProperty('authorization');
  expect(JSON.parse(TEMPLATE)).not.toHaveProperty('webApplicationInfo');
  expect(filled).toMatchObject({
    permissions: ['identity'],
    bots: [{ supportsFiles: false, isNotificationOnly: false }],
  });
});

test('each scope has one list, with no more commands and no longer words than every version of Teams shows', () => {
  const lists = bot?.commandLists ?? [];
  expect(lists.flatMap(({ scopes }) => scopes).toSorted()).toEqual(['groupChat', 'personal', 'team']);
  for (const { commands } of lists) {
    expect(commands.length).toBeLessThanOrEqual(10);
    for (const { title, description } of commands) {
      expect({ title, short: title.length <= 32 && description.length <= 128 }).toEqual({ title, short: true });
    }
  }
});

test('what the lists offer is understood, and described as help describes it', () => {
  const said = new Map(COMMANDS.map(({ name, help }) => [name, help]));
  for (const { commands } of bot?.commandLists ?? []) {
    expect(commands).toEqual(commands.map(({ title }) => ({ title, description: said.get(title) })));
    expect(commands.at(-1)?.title).toBe('help');
  }
});
