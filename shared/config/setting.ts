import { Cron } from 'croner';
import { z } from 'zod';

/** What the description of a setting carries beside its schema. */
export interface SettingMeta {
  /** One phrase that ends the sentence "expected ...". */
  readonly expects: string;
  /** Its value is never shown, not even when it is wrong. */
  readonly secret?: boolean;
  /** No secret by itself, but often carries one: its value is not shown either. */
  readonly hidden?: boolean;
  /** Set by Azure or the Functions host, so it is neither in the sample file nor in the Bicep files. */
  readonly platform?: boolean;
}

/** Attaches what a person is told when the setting is wrong. */
export function setting<T extends z.ZodType>(schema: T, meta: SettingMeta): T {
  return schema.meta({ ...meta });
}

export function metaOf(schema: z.ZodType): SettingMeta {
  return schema.meta() as unknown as SettingMeta;
}

/** A whole number between two bounds, both included. `z.coerce` would read `1e3` and blanks; this does not. */
export function wholeNumber(least: number, most: number, byDefault: number) {
  const number = z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .optional()
    .transform((value) => value ?? byDefault);
  return setting(number, {
    expects: `a whole number from ${least} to ${most} (${byDefault} when not set)`,
  });
}

/** `true` or `false`, and nothing that only looks like one of them. */
export function flag(byDefault: boolean) {
  const either = z
    .enum(['true', 'false'])
    .optional()
    .transform((value) => (value === undefined ? byDefault : value === 'true'));
  return setting(either, { expects: `true or false (${byDefault} when not set)` });
}

/**
 * Six fields, seconds first, as Azure Functions reads them. What only other readers of cron know
 * (`L W # ?`, Sunday as 7) is refused, because the host would refuse the whole app for it.
 */
const schedule = z.string().refine((text) => {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6 || /[LW#?]/.test(fields.slice(0, 4).join(' '))) return false;
  if (/[LW#?7]/.test((fields[5] ?? '').replace(/[A-Za-z]{3}/g, ''))) return false;
  try {
    return new Cron(text, { mode: '6-part', timezone: 'UTC', paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
});

/** When a timer fires, in UTC. */
export function timer(byDefault: string) {
  return setting(
    schedule.optional().transform((text) => text ?? byDefault),
    { expects: `six NCRONTAB fields, seconds first, without L W # ? (${byDefault} when not set)` },
  );
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;

/** Whether a URL stays on this machine. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

/** A URL that only goes over TLS. */
export const httpsUrl = z.string().refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:');
