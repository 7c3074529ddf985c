import type { Binding } from './core-api.ts';
import type { HostClock } from './host-clock.ts';
import type { HostLog } from './host-log.ts';
import type { TriggerInput } from './invoke.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import { expandSettings, type Settings } from './settings.ts';

/** Longer waits are cut into pieces: a timer of Node holds 2^31-1 ms at most (24.8 days). */
const LONGEST_WAIT_MS = 24 * 3600 * 1000;

export interface TimerTrigger {
  readonly schedule: Schedule;
  readonly start: () => void;
  /** No run begins after this. A run under way goes on. */
  readonly stop: () => void;
  /** What the function is handed, for a run now. */
  readonly input: () => TriggerInput;
}

export interface TimerTriggerOptions {
  readonly functionName: string;
  readonly binding: Binding;
  readonly settings: Settings;
  readonly timeZone: string;
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly run: (input: TriggerInput) => Promise<unknown>;
}

/**
 * Runs a function by its schedule. The next run is planned when one ends, so a function never
 * overlaps itself; runs that were due meanwhile are left out, as on the platform.
 *
 * The platform's schedule monitor, which catches up on runs missed while the app was down, is not
 * here: the local host starts with no memory.
 *
 * @throws HostError for a schedule that the platform would refuse.
 */
export function timerTrigger(options: TimerTriggerOptions): TimerTrigger {
  const { functionName, binding, settings, timeZone, clock, log, run } = options;
  const where = `function "${functionName}"`;
  const schedule = readSchedule(expandSettings(String(binding.schedule), settings, where), timeZone, where);
  let stopped = false;
  let last: Date | undefined;
  let callOff = () => {};

  const input = () => timerInput({ last, next: schedule.next(clock.now()), now: clock.now() });
  const runNow = async () => {
    const handed = input();
    last = clock.now();
    await run(handed);
  };
  const waitUntil = (due: Date) => {
    const ms = Math.max(0, due.getTime() - clock.now().getTime());
    callOff = clock.after(Math.min(ms, LONGEST_WAIT_MS), () => {
      if (ms > LONGEST_WAIT_MS) waitUntil(due);
      else void runNow().finally(plan);
    });
  };
  const plan = () => {
    if (stopped) return;
    const due = schedule.next(clock.now());
    if (due) waitUntil(due);
    else log.warn(`${where}: its schedule has no further run`);
  };

  return {
    schedule,
    input,
    start() {
      if (binding.useMonitor === true)
        log.info(`${where}: useMonitor has no effect here, missed runs are not caught up`);
      if (binding.runOnStartup === true) void runNow().finally(plan);
      else plan();
    },
    stop() {
      stopped = true;
      callOff();
    },
  };
}

/** The timer's wire form: JSON in .NET's spelling of names and times. */
function timerInput({ last, next, now }: { last: Date | undefined; next: Date | undefined; now: Date }): TriggerInput {
  const never = '0001-01-01T00:00:00+00:00';
  const time = (date: Date | undefined) => date?.toISOString().replace('Z', '+00:00') ?? never;
  const json = JSON.stringify({
    Schedule: { AdjustForDST: true },
    ScheduleStatus: { Last: time(last), Next: time(next), LastUpdated: time(last ?? now) },
    IsPastDue: false,
  });
  return { data: { json }, metadata: { TimerTrigger: { json } } };
}
