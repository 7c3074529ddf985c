import type { z } from 'zod';
import { ConfigError } from '../domain/errors.ts';
import { NEEDED_BY_CHANNEL, NEEDED_BY_SOURCE } from './alert-settings.ts';
import { Config, SweepConfig } from './config.ts';
import { isLoopback, metaOf, type SettingMeta } from './setting.ts';

export type Settings = Readonly<Record<string, string | undefined>>;

/** One wrong setting. */
interface Problem {
  readonly name: string;
  readonly line: string;
}

/**
 * The settings of the Functions app.
 * @throws ConfigError with one line for every wrong setting: its name, what was read, what is expected.
 */
export function readConfig(settings: Settings = process.env): Config {
  return read(Config, settings, [...sweepContradictions(settings), ...hostedContradictions(settings)]);
}

/**
 * The settings of a sweep from a laptop, which needs no storage and no queues.
 * @param overrides what was given on the command line, under the settings' names; wins over the environment
 * @throws ConfigError as `readConfig`
 */
export function readSweepConfig(overrides: Settings = {}, environment: Settings = process.env): SweepConfig {
  const settings = { ...environment, ...overrides };
  return read(SweepConfig, settings, sweepContradictions(settings));
}

/** A setting that is there and empty counts as not set: that is how the sample file lists what is optional. */
function valueOf(settings: Settings, name: string): string | undefined {
  const value = settings[name]?.trim();
  return value === '' ? undefined : value;
}

function read<T extends typeof Config | typeof SweepConfig>(
  schema: T,
  settings: Settings,
  contradictions: readonly Problem[],
): z.infer<T> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, valueOf(settings, name)]));
  const parsed = schema.safeParse(given);
  if (parsed.success && contradictions.length === 0) return parsed.data as z.infer<T>;

  const wrong = new Set((parsed.error?.issues ?? []).map((issue) => String(issue.path[0])));
  const lines = [
    ...[...wrong].map((name) => wrongLine(schema, settings, name)),
    ...contradictions.filter(({ name }) => !wrong.has(name)).map(({ line }) => line),
  ];
  throw new ConfigError('CONFIG_WRONG', lines.join('\n'), { settings: lines.length });
}

function wrongLine(schema: typeof Config | typeof SweepConfig, settings: Settings, name: string): string {
  const meta = metaOf((schema.shape as Record<string, z.ZodType>)[name] as z.ZodType);
  return `${name}: read ${shown(valueOf(settings, name), meta)}, expected ${meta.expects}`;
}

/** Control characters are escaped and long values cut, because the line goes to a terminal. A secret is only counted. */
function shown(value: string | undefined, { secret, hidden }: SettingMeta): string {
  if (value === undefined) return 'nothing';
  if (secret || hidden) return `a secret of ${value.length} characters`;
  const text = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return text.replace(/[\u007f-\u009f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A setting that does not fit another one. */
function against(settings: Settings, name: string, expected: string): Problem {
  const meta = metaOf((Config.shape as Record<string, z.ZodType>)[name] as z.ZodType);
  return { name, line: `${name}: read ${shown(valueOf(settings, name), meta)}, expected ${expected}` };
}

function sweepContradictions(settings: Settings): Problem[] {
  const has = (name: string) => valueOf(settings, name) !== undefined;
  const problems: Problem[] = [];
  if (has('SWEEP_SUBSCRIPTIONS') && has('SWEEP_MANAGEMENT_GROUP')) {
    problems.push(against(settings, 'SWEEP_MANAGEMENT_GROUP', 'nothing while SWEEP_SUBSCRIPTIONS is set: choose one'));
  }
  if (has('ARM_ENDPOINT') && !has('ARM_CA_FILE')) {
    problems.push(against(settings, 'ARM_CA_FILE', 'the path of a PEM file while ARM_ENDPOINT is set'));
  }
  for (const name of ['ARM_CA_FILE', 'FLEET_CLOCK']) {
    if (has(name) && !has('ARM_ENDPOINT')) {
      problems.push(against(settings, name, 'nothing while ARM_ENDPOINT is not set'));
    }
  }
  const currency = valueOf(settings, 'PRICE_CURRENCY') ?? 'USD';
  if (currency !== 'USD' && valueOf(settings, 'PRICE_SOURCE') !== 'public') {
    problems.push(
      against(settings, 'PRICE_CURRENCY', 'USD while PRICE_SOURCE is not public: the list that ships is in USD'),
    );
  }
  return problems;
}

function hostedContradictions(settings: Settings): Problem[] {
  const has = (name: string) => valueOf(settings, name) !== undefined;
  const problems: Problem[] = [];
  if (has('WEBHOOK_URL') && !has('WEBHOOK_SECRET')) {
    problems.push(against(settings, 'WEBHOOK_SECRET', 'at least 32 characters while WEBHOOK_URL is set'));
  }
  if (has('WEBHOOK_SECRET') && !has('WEBHOOK_URL')) {
    problems.push(against(settings, 'WEBHOOK_URL', 'an https URL while WEBHOOK_SECRET is set'));
  }
  const inAzure = has('WEBSITE_SITE_NAME') || has('WEBSITE_INSTANCE_ID');
  if (valueOf(settings, 'HTTP_AUTH') === 'open' && inAzure) {
    problems.push(
      against(settings, 'HTTP_AUTH', 'platform or function-key in Azure: open would show the fleet to anyone'),
    );
  }
  if (has('ARM_ENDPOINT') && isLoopback(valueOf(settings, 'ARM_ENDPOINT') ?? '') && inAzure) {
    problems.push(against(settings, 'ARM_ENDPOINT', 'nothing in Azure: it is for a simulator on this machine'));
  }
  problems.push(...alerts(settings), ...executor(settings, inAzure), ...chat(settings, inAzure));
  problems.push(...connection(settings, 'Storage', ['Storage__tableServiceUri', 'Storage__blobServiceUri']));
  problems.push(...connection(settings, 'ServiceBus', ['ServiceBus__fullyQualifiedNamespace']));
  return problems;
}

/** A channel or a source that is named has what it cannot do without. */
function alerts(settings: Settings): Problem[] {
  const missing = (setting: string, named: string, needs: readonly string[] = []) =>
    needs
      .filter((name) => valueOf(settings, name) === undefined)
      .map((name) => against(settings, name, `a value while ${setting} has ${named}`));
  const channels = (valueOf(settings, 'ON_CALL_CHANNELS') ?? '').split(',').map((name) => name.trim());
  const source = valueOf(settings, 'ERROR_RATE_SOURCE') ?? 'none';
  const byChannel: Readonly<Record<string, readonly string[]>> = NEEDED_BY_CHANNEL;
  return [
    ...[...new Set(channels)].flatMap((name) => missing('ON_CALL_CHANNELS', name, byChannel[name])),
    ...missing('ERROR_RATE_SOURCE', source, NEEDED_BY_SOURCE[source]),
  ];
}

/** What reads the fleet can change nothing, and stays so: writes have an identity of their own. */
function executor(settings: Settings, inAzure: boolean): Problem[] {
  const own = valueOf(settings, 'EXECUTOR_CLIENT_ID')?.toLowerCase();
  if (own !== undefined && own === valueOf(settings, 'AZURE_CLIENT_ID')?.toLowerCase()) {
    return [
      against(settings, 'EXECUTOR_CLIENT_ID', 'another identity than AZURE_CLIENT_ID: the one that reads only reads'),
    ];
  }
  if (inAzure && own === undefined && valueOf(settings, 'DRY_RUN') === 'false') {
    return [
      against(settings, 'EXECUTOR_CLIENT_ID', 'the client id (GUID) of the identity that writes, as DRY_RUN is false'),
    ];
  }
  return [];
}

/** Whoever speaks and is spoken to is known, and speaks as nobody who reads or changes the fleet. */
function chat(settings: Settings, inAzure: boolean): Problem[] {
  const kind = valueOf(settings, 'CHAT') ?? 'off';
  const missing = (name: string) => valueOf(settings, name) === undefined;
  if (kind === 'local' && inAzure) {
    return [against(settings, 'CHAT', 'off or teams in Azure: local believes whoever speaks')];
  }
  if (kind === 'local' && missing('ARM_ENDPOINT')) {
    return [against(settings, 'CHAT', 'off or teams while ARM_ENDPOINT is not set: local believes whoever speaks')];
  }
  const needed = kind === 'teams' ? ['BOT_APP_ID', 'BOT_TENANT_ID'] : kind === 'local' ? ['CHAT_TENANTS'] : [];
  const problems = needed.filter(missing).map((name) => against(settings, name, `a value while CHAT is ${kind}`));
  const bot = valueOf(settings, 'BOT_APP_ID')?.toLowerCase();
  const taken = ['AZURE_CLIENT_ID', 'EXECUTOR_CLIENT_ID'].find(
    (name) => bot !== undefined && bot === valueOf(settings, name)?.toLowerCase(),
  );
  if (taken) problems.push(against(settings, 'BOT_APP_ID', `another identity than ${taken}: the bot only speaks`));
  if (kind === 'local' && valueOf(settings, 'DIRECTORY_GROUPS') === 'graph') {
    problems.push(
      against(settings, 'DIRECTORY_GROUPS', 'off while CHAT is local: no directory knows who speaks there'),
    );
  }
  return problems;
}

/** Exactly one way in: a connection string, or addresses for the identity. */
function connection(settings: Settings, name: string, addresses: readonly string[]): Problem[] {
  const missing = addresses.filter((address) => valueOf(settings, address) === undefined);
  const byString = valueOf(settings, name) !== undefined;
  if (byString && missing.length === addresses.length) return [];
  if (byString) return [against(settings, name, `nothing while ${addresses.join(' or ')} is set: choose one`)];
  if (missing.length === 0) return [];
  if (missing.length === addresses.length) {
    return [against(settings, name, `a connection string, or else ${addresses.join(' and ')}`)];
  }
  return missing.map((address) => against(settings, address, `a value, as ${name} is not set`));
}
