import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HostError } from './host-error.ts';

const SPAN = /^(?:(?<days>\d+)\.)?(?<hours>\d{1,2}):(?<minutes>\d{2}):(?<seconds>\d{2})$/;

/** A .NET time span, `[days.]hh:mm:ss`, in milliseconds. */
const timeSpanMs = z.string().transform((text, context) => {
  const span = SPAN.exec(text)?.groups;
  if (!span) {
    context.addIssue({ code: 'custom', message: `"${text}" is not a time span such as 00:05:00` });
    return z.NEVER;
  }
  const hours = Number(span.days ?? 0) * 24 + Number(span.hours);
  return ((hours * 60 + Number(span.minutes)) * 60 + Number(span.seconds)) * 1000;
});
const positive = z.int().min(1);

/**
 * The part of `host.json` that the local host acts on, with the platform's defaults.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus#hostjson-settings
 */
export const HostJson = z.object({
  version: z.literal('2.0'),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      serviceBus: z
        .object({
          maxConcurrentCalls: positive.default(16),
          maxConcurrentSessions: positive.default(8),
          autoCompleteMessages: z.boolean().default(true),
          /** How long a lock is kept alive while the function runs. */
          maxAutoLockRenewalDuration: timeSpanMs.prefault('00:05:00'),
          /** How long a session without messages is kept before the next one is taken. */
          sessionIdleTimeout: timeSpanMs.prefault('00:01:00'),
        })
        .prefault({}),
    })
    .prefault({}),
});
export type HostJson = z.infer<typeof HostJson>;

/** @throws HostError when the file is missing or a value in it cannot be used. */
export function readHostJson(appDirectory: string): HostJson {
  const path = join(appDirectory, 'host.json');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new HostError('HOST_APP', `${path} cannot be read as JSON`, { cause: error });
  }
  const parsed = HostJson.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HostError('HOST_APP', `${path}: ${issue?.path.join('.')}: ${issue?.message}`);
}
