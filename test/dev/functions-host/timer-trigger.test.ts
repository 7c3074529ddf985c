import { expect, test } from 'vitest';
import type { TriggerInput } from '../../../dev/functions-host/invoke.ts';
import { timerTrigger } from '../../../dev/functions-host/timer-trigger.ts';
import { manualClock } from './manual-clock.ts';

const START = '2026-11-20T05:00:00.000Z';

function givenTimer({ schedule = '0 0 6 * * *', settings = {}, ...binding }: Record<string, unknown> = {}) {
  const clock = manualClock(START);
  const runs: { at: string; input: TriggerInput }[] = [];
  const lines: string[] = [];
  let hold: Promise<void> | undefined;
  const timer = timerTrigger({
    functionName: 'tick',
    binding: { name: 't', type: 'timerTrigger', direction: 'in', schedule, ...binding },
    settings: settings as Record<string, string>,
    timeZone: 'UTC',
    clock,
    log: { info: (line) => lines.push(line), warn: (line) => lines.push(line), detail: () => {}, invocation: () => {} },
    run: async (input) => {
      runs.push({ at: clock.now().toISOString(), input });
      await hold;
    },
  });
  return {
    timer,
    clock,
    lines,
    runs,
    times: () => runs.map(({ at }) => at),
    holdRuns: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      hold = promise;
      return () => {
        hold = undefined;
        resolve();
      };
    },
  };
}

test('a timer runs at its times and at no other', async () => {
  const { timer, clock, times } = givenTimer();
  timer.start();
  await clock.moveTo('2026-11-20T05:59:59.999Z');
  expect(times()).toEqual([]);
  await clock.moveTo('2026-11-22T06:00:00.000Z');
  expect(times()).toEqual(['2026-11-20T06:00:00.000Z', '2026-11-21T06:00:00.000Z', '2026-11-22T06:00:00.000Z']);
});

test('the next run is found also when it is months away', async () => {
  const { timer, clock, times } = givenTimer({ schedule: '0 0 0 1 JUL *' });
  timer.start();
  await clock.moveTo('2027-07-02T00:00:00Z');
  expect(times()).toEqual(['2027-07-01T00:00:00.000Z']);
});

test('with runOnStartup a timer runs at once, and then by its schedule', async () => {
  const { timer, clock, times } = givenTimer({ runOnStartup: true });
  timer.start();
  await clock.moveTo('2026-11-20T06:00:00Z');
  expect(times()).toEqual([START, '2026-11-20T06:00:00.000Z']);
});

test('a run that takes longer than the schedule never overlaps the next', async () => {
  const { timer, clock, times, holdRuns } = givenTimer({ schedule: '0 * * * * *' });
  const release = holdRuns();
  timer.start();
  await clock.moveTo('2026-11-20T05:05:30Z');
  expect(times()).toEqual(['2026-11-20T05:01:00.000Z']);
  release();
  await new Promise((resolve) => setImmediate(resolve));
  await clock.moveTo('2026-11-20T05:06:00Z');
  expect(times()).toEqual(['2026-11-20T05:01:00.000Z', '2026-11-20T05:06:00.000Z']);
});

test('a stopped timer does not run again', async () => {
  const { timer, clock, times } = givenTimer();
  timer.start();
  timer.stop();
  await clock.moveTo('2026-11-25T06:00:00Z');
  expect(times()).toEqual([]);
  expect(clock.waiting()).toBe(0);
});

test('a function is handed when it ran last and when it runs next, in the spelling of the platform', async () => {
  const { timer, clock, runs } = givenTimer();
  timer.start();
  await clock.moveTo('2026-11-21T06:00:00Z');
  expect(runs.map(({ input }) => JSON.parse(input.data.json ?? ''))).toEqual([
    {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: {
        Last: '0001-01-01T00:00:00+00:00',
        Next: '2026-11-21T06:00:00.000+00:00',
        LastUpdated: '2026-11-20T06:00:00.000+00:00',
      },
      IsPastDue: false,
    },
    {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: {
        Last: '2026-11-20T06:00:00.000+00:00',
        Next: '2026-11-22T06:00:00.000+00:00',
        LastUpdated: '2026-11-20T06:00:00.000+00:00',
      },
      IsPastDue: false,
    },
  ]);
});

test('a schedule may come from a setting; without it the function does not start', () => {
  const given = givenTimer({ schedule: '%WHEN%', settings: { WHEN: '0 0 7 * * *' } });
  expect(given.timer.schedule.next(new Date(START))?.toISOString()).toBe('2026-11-20T07:00:00.000Z');
  expect(() => givenTimer({ schedule: '%WHEN%' })).toThrow('function "tick" needs the setting WHEN, which is not set');
});

test('useMonitor is said to have no effect', () => {
  const { timer, lines } = givenTimer({ useMonitor: true });
  timer.start();
  expect(lines).toEqual(['function "tick": useMonitor has no effect here, missed runs are not caught up']);
});
