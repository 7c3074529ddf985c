import type { MaintenanceConfiguration } from '@azure/arm-containerservice';
import { expect, test } from 'vitest';
import { scheduleRule } from '../../../shared/adapters/arm/schedule-rule.ts';

function windowOf(window: object): MaintenanceConfiguration {
  return { maintenanceWindow: { startTime: '22:00', durationHours: 8, ...window } } as MaintenanceConfiguration;
}

test('every documented rhythm is read whole', () => {
  const rhythmOf = (schedule: object) => {
    const rule = scheduleRule(windowOf({ schedule }));
    return rule?.kind === 'window' ? rule.rhythm : rule;
  };
  expect(rhythmOf({ daily: { intervalDays: 3 } })).toEqual({ kind: 'daily', everyDays: 3 });
  expect(rhythmOf({ weekly: { intervalWeeks: 2, dayOfWeek: 'Saturday' } })).toEqual({
    kind: 'weekly',
    everyWeeks: 2,
    weekday: 6,
  });
  expect(rhythmOf({ absoluteMonthly: { intervalMonths: 1, dayOfMonth: 31 } })).toEqual({
    kind: 'monthly-day',
    everyMonths: 1,
    dayOfMonth: 31,
  });
  expect(rhythmOf({ relativeMonthly: { intervalMonths: 1, weekIndex: 'Last', dayOfWeek: 'Sunday' } })).toEqual({
    kind: 'monthly-weekday',
    everyMonths: 1,
    week: 'last',
    weekday: 0,
  });
});

test('offset, start date and closed days are read', () => {
  const rule = scheduleRule(
    windowOf({
      schedule: { daily: { intervalDays: 1 } },
      utcOffset: '-03:30',
      startDate: new Date('2026-11-01'),
      notAllowedDates: [{ start: new Date('2026-12-18'), end: new Date('2027-01-04') }],
    }),
  );
  expect(rule).toEqual({
    kind: 'window',
    rhythm: { kind: 'daily', everyDays: 1 },
    startTime: '22:00',
    durationHours: 8,
    utcOffsetMinutes: -210,
    startDate: '2026-11-01',
    notAllowed: [{ from: '2026-12-18', to: '2027-01-04' }],
  });
});

test('the older form is hours of the week', () => {
  const rule = scheduleRule({
    timeInWeek: [{ day: 'Monday', hourSlots: [1, 2] }],
    notAllowedTime: [{ start: new Date('2026-12-24T00:00Z'), end: new Date('2026-12-27T00:00Z') }],
  });
  expect(rule).toEqual({
    kind: 'week',
    slots: [{ weekday: 1, hours: [1, 2] }],
    notAllowed: [{ from: Date.parse('2026-12-24T00:00Z'), to: Date.parse('2026-12-27T00:00Z') }],
  });
});

test.each([
  ['nothing at all', {}],
  ['a rhythm that came later', windowOf({ schedule: { hourly: {} } })],
  ['a day that is none', windowOf({ schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Someday' } } })],
  ['an offset that is none', windowOf({ schedule: { daily: { intervalDays: 1 } }, utcOffset: 'CET' })],
  ['a start that is none', windowOf({ schedule: { daily: { intervalDays: 1 } }, startTime: 'noon' })],
  ['no length', windowOf({ schedule: { daily: { intervalDays: 1 } }, durationHours: 0 })],
  [
    'closed days that cannot be read',
    windowOf({ schedule: { daily: { intervalDays: 1 } }, notAllowedDates: [{ start: new Date('soon') }] }),
  ],
])('%s gives no rule: half an understanding is none', (_what, configuration) => {
  expect(scheduleRule(configuration)).toBeUndefined();
});
