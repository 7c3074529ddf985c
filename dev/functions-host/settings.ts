import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HostError } from './host-error.ts';

/** App settings by name. */
export type Settings = Readonly<Record<string, string | undefined>>;

const LocalSettings = z.object({
  IsEncrypted: z.literal(false).optional(),
  Values: z.record(z.string(), z.string()).default({}),
  Host: z.object({ LocalHttpPort: z.int().min(0).max(65535).optional() }).default({}),
});

/**
 * Reads `local.settings.json`, where a developer keeps app settings that are not committed.
 *
 * @returns no values when there is no such file.
 * @throws HostError when it cannot be used; the message names the path within it, never a value.
 */
export function readLocalSettings(appDirectory: string): { values: Settings; port?: number } {
  const path = join(appDirectory, 'local.settings.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { values: {} };
    throw new HostError('HOST_SETTINGS', `${path} cannot be read`, { cause: error });
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new HostError('HOST_SETTINGS', `${path} is not JSON`);
  }
  const parsed = LocalSettings.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the file';
    const hint = where === 'IsEncrypted' ? 'encrypted settings are not supported here' : issue?.message;
    throw new HostError('HOST_SETTINGS', `${path}: ${where}: ${hint}`);
  }
  const { Values, Host } = parsed.data;
  return { values: Values, ...(Host.LocalHttpPort === undefined ? {} : { port: Host.LocalHttpPort }) };
}

/**
 * Puts settings in the place of `%NAME%`, as the platform does in a schedule, a queue's name or a route.
 *
 * @throws HostError when a setting is missing or empty.
 */
export function expandSettings(text: string, settings: Settings, where: string): string {
  return text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value) return value;
    throw new HostError('HOST_SETTINGS', `${where} needs the setting ${name}, which is not set`);
  });
}

/** `AzureWebJobs.NAME.Disabled`: the function keeps its code and loses its trigger. */
export const isDisabled = (functionName: string, settings: Settings): boolean =>
  ['true', '1'].includes((settings[`AzureWebJobs.${functionName}.Disabled`] ?? '').toLowerCase());
