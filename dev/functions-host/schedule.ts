import { Cron } from 'croner';
import { HostError } from './host-error.ts';

/** When a timer is due. */
export interface Schedule {
  /** The first time after `from`; `undefined` when there is none. */
  next(from: Date): Date | undefined;
}

/** What the platform's parser (NCRONTAB) refuses or reads differently from the library used here. */
const NOT_NCRONTAB = /[LW#?]/i;
const NAMES = /\b[a-z]{3}\b/gi;

/**
 * Reads a schedule as the platform does: `{second} {minute} {hour} {day} {month} {day of week}`.
 *
 *     readSchedule('0 0 6 * * MON-FRI', 'Europe/Berlin', 'function "start-sweep"')
 *
 * @param where names the function in errors.
 * @throws HostError when the platform would refuse it, or it would never run.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions
 */
export function readSchedule(expression: string, timeZone: string, where: string): Schedule {
  const refuse = (reason: string) =>
    new HostError('HOST_SCHEDULE', `${where} has the schedule "${expression}": ${reason}`);
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6) throw refuse('six fields are expected, from second to day of week');
  if (NOT_NCRONTAB.test(expression.replace(NAMES, ''))) throw refuse('L, W, # and ? are not known to the platform');
  const daysOfWeek = (fields[5] ?? '').replace(/\/\d+/g, '');
  if (/\b7\b/.test(daysOfWeek)) throw refuse('days of the week go from 0 (Sunday) to 6');

  let cron: Cron;
  try {
    cron = new Cron(expression, { mode: '6-part', timezone: timeZone, domAndDow: true, sloppyRanges: true });
  } catch (error) {
    throw refuse(error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error));
  }
  return { next: (from) => cron.nextRun(from) ?? undefined };
}

/**
 * The time zone of all schedules: `WEBSITE_TIME_ZONE`, else `TZ`, else UTC.
 *
 * @throws HostError for a name that is not an IANA time zone. Windows names work on the platform only.
 */
export function readTimeZone(settings: Readonly<Record<string, string | undefined>>): string {
  for (const name of ['WEBSITE_TIME_ZONE', 'TZ']) {
    const timeZone = settings[name];
    if (!timeZone) continue;
    try {
      Intl.DateTimeFormat('en', { timeZone });
    } catch {
      throw new HostError('HOST_SETTINGS', `${name} is "${timeZone}"; a name such as Europe/Berlin is expected`);
    }
    return timeZone;
  }
  return 'UTC';
}
