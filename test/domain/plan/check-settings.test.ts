import { expect, test } from 'vitest';
import { checkSettings } from '../../../shared/domain/plan/check-settings.ts';
import { type PlanSettings, DEFAULT_PLAN_SETTINGS as SETTINGS } from '../../../shared/domain/plan/settings.ts';

test('the defaults do not contradict each other', () => {
  expect(checkSettings(SETTINGS)).toEqual([]);
});

const [first] = SETTINGS.environments;

test.each<[string, Partial<PlanSettings>, boolean]>([
  ['a window of no length', { defaultWindow: { from: '06:00', to: '06:00' } }, true],
  ['a window to midnight', { defaultWindow: { from: '18:00', to: '24:00' } }, false],
  ['a window that is no time', { defaultWindow: { from: '25:00', to: '06:00' } }, true],
  ['a blackout of one day', { blackouts: [{ from: '2026-12-18', to: '2026-12-18', reason: 'sale' }] }, false],
  [
    'a blackout that ends before it begins',
    { blackouts: [{ from: '2026-12-18', to: '2026-12-17', reason: 'sale' }] },
    true,
  ],
  ['a blackout on no real day', { blackouts: [{ from: '2026-02-30', to: '2026-03-01', reason: 'sale' }] }, true],
  ['a freeze without an end', { freeze: { reason: 'audit' } }, false],
  ['a freeze that ends before it begins', { freeze: { reason: 'audit', from: '2027-01-01', to: '2026-12-31' } }, true],
  ['as much notice as the shortest', { noticeDays: 7, shortestNoticeDays: 7 }, false],
  ['less notice than the shortest', { noticeDays: 6, shortestNoticeDays: 7 }, true],
  ['a negative slack', { slack: { beforeSupportEndsDays: -1, beforeRemovalDays: 0 } }, true],
  ['a whole region', { caps: { ...SETTINGS.caps, maxRegionShare: 1 } }, false],
  ['more than a region', { caps: { ...SETTINGS.caps, maxRegionShare: 1.01 } }, true],
  ['nothing of a region', { caps: { ...SETTINGS.caps, maxRegionShare: 0 } }, true],
  ['no cluster in a wave', { caps: { ...SETTINGS.caps, maxClustersPerWave: 0 } }, true],
  ['a surge of all', { surge: { percent: 100 } }, false],
  ['a surge of more', { surge: { percent: 101 } }, true],
  ['a time zone', { announcements: { ...SETTINGS.announcements, timeZone: 'Asia/Tokyo' } }, false],
  ['a time zone that is none', { announcements: { ...SETTINGS.announcements, timeZone: 'Moon/Tycho' } }, true],
  ['a default environment that is none', { defaultEnvironment: 'moon' }, true],
  ['a default criticality that is none', { defaultCriticality: 'moon' }, true],
  [
    'a tag value that means two things',
    { environments: [...SETTINGS.environments, { ...(first as NonNullable<typeof first>), name: 'play' }] },
    true,
  ],
])('%s contradicts: %s', (_what, change, contradicts) => {
  const found = checkSettings({ ...SETTINGS, ...change });
  expect(found.length > 0).toBe(contradicts);
  for (const { kind, effect } of found) expect([kind, effect]).toEqual(['settings-contradict', 'infeasible']);
});
