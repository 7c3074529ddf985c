import { expect, test } from 'vitest';
import { extendablePlanning, fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import type { OverrideFile, OverrideFiles } from '../../../shared/ports/override-files.ts';

const NOW = Date.UTC(2026, 10, 20);

function givenFiles(text?: string) {
  let file: OverrideFile | undefined = text === undefined ? undefined : { text, etag: '1' };
  let good: OverrideFile | undefined;
  let etags = 1;
  const files: OverrideFiles = {
    read: async (name) => (name === 'planning.json' ? file : undefined),
    lastGood: async () => good,
    async saveLastGood(_, accepted) {
      good = accepted;
    },
  };
  return {
    files,
    put(next: string | undefined) {
      etags += 1;
      file = next === undefined ? undefined : { text: next, etag: String(etags) };
    },
  };
}

test('without a file the defaults are in force', async () => {
  const { settings, testResults, ownPrices, trouble } = await fixedPlanning().load();
  expect({ settings, testResults, ownPrices, trouble }).toEqual({
    settings: DEFAULT_PLAN_SETTINGS,
    testResults: [],
    ownPrices: undefined,
    trouble: [],
  });
});

test('what a file says is over the defaults, and what it does not say stays', async () => {
  const own = {
    noticeDays: 35,
    caps: { maxNodesOut: 1 },
    blackouts: [{ from: '2026-12-18', to: '2027-01-04', reason: 'year end', environments: ['production'] }],
    freeze: { reason: 'audit', from: '2026-11-25', to: '2026-11-30' },
    money: { yearlySpend: 1_200_000 },
    groupByTag: 'team',
    prices: {
      currency: 'EUR',
      asOf: '2026-11-01',
      source: 'our contract',
      region: 'westeurope',
      prices: [{ vmSize: 'Standard_D4s_v5', linuxPerHour: 0.15 }],
    },
    testResults: [
      { image: 'AKSUbuntu-2404gen2containerd-202611.12.0', outcome: 'failed', on: '2026-11-19', by: 'lab' },
    ],
  };
  const { settings, testResults, ownPrices } = await fixedPlanning(JSON.stringify(own)).load();
  expect(settings).toEqual({
    ...DEFAULT_PLAN_SETTINGS,
    noticeDays: 35,
    caps: { ...DEFAULT_PLAN_SETTINGS.caps, maxNodesOut: 1 },
    blackouts: own.blackouts,
    freeze: own.freeze,
    money: { yearlySpend: 1_200_000, roundsPerYear: 12 },
    groupByTag: 'team',
  });
  expect(ownPrices?.prices.get('standard_d4s_v5')).toEqual({ vmSize: 'Standard_D4s_v5', linuxPerHour: 0.15 });
  expect(testResults).toEqual([
    {
      image: 'AKSUbuntu-2404gen2containerd-202611.12.0',
      outcome: 'failed',
      by: 'lab',
      at: Date.UTC(2026, 10, 19),
    },
  ]);
});

test.each([
  ['{"noticeDays": 181}', 'noticeDays'],
  ['{"shortestNoticeDays": -1}', 'shortestNoticeDays'],
  ['{"caps": {"maxRegionShare": 1}}', 'caps.maxRegionShare'],
  ['{"caps": {"maxRegionShare": 0}}', 'caps.maxRegionShare'],
  ['{"blackouts": [{"from": "2026-02-30", "to": "2026-03-01", "reason": "x"}]}', 'blackouts[0].from'],
  ['{"defaultWindow": {"from": "25:00", "to": "06:00"}}', 'defaultWindow.from'],
  ['{"prices": {"currency": "EUR"}}', 'prices.asOf'],
  ['{"testResults": [{"image": "x", "outcome": "failed", "on": "2026-11-19", "by": "lab"}]}', 'testResults[0].image'],
  ['{"frieze": {}}', 'the whole file'],
  ['{"shortestNoticeDays": 29}', 'shorter than the shortest one'],
  ['{"defaultEnvironment": "moon"}', 'moon is not among those that are set'],
  ['{"blackouts": [{"from": "2026-12-24", "to": "2026-12-23", "reason": "x"}]}', 'ends before it begins'],
  ['{"freeze": {"reason": "x", "from": "2026-12-24", "to": "2026-12-23"}}', 'ends before it begins'],
  ['{"defaultWindow": {"from": "06:00", "to": "06:00"}}', 'is not a stretch of time'],
  ['{', 'is not JSON'],
])('%s is refused, and the place is named', async (text, place) => {
  await expect(fixedPlanning(text).load()).rejects.toMatchObject({
    code: 'PLANNING_UNREADABLE',
    message: expect.stringContaining(place),
  });
});

test.each([
  '{"noticeDays": 180}',
  '{"shortestNoticeDays": 28}',
  '{"defaultWindow": {"from": "22:00", "to": "04:00"}}',
  '\uFEFF{}',
])('%s is taken', async (text) => {
  expect((await fixedPlanning(text).load()).trouble).toEqual([]);
});

test('a bad upload leaves the last good one in force, says so, and is over when it is mended', async () => {
  let now = NOW;
  const given = givenFiles('{"noticeDays": 35}');
  const planning = extendablePlanning(given.files, { now: () => now });
  expect((await planning.load()).settings.noticeDays).toBe(35);

  given.put('{"noticeDays": "soon"}');
  now += 59_999;
  expect((await planning.load()).trouble).toEqual([]);
  now += 1;
  const bad = await planning.load();
  expect(bad.settings.noticeDays).toBe(35);
  expect(bad.trouble).toMatchObject([{ id: 'planning/planning.json', code: 'PLANNING_UNREADABLE' }]);
  expect(bad.trouble[0]?.what).toContain('noticeDays');

  const restarted = extendablePlanning(given.files, { now: () => now });
  expect((await restarted.load()).settings.noticeDays).toBe(35);

  given.put(undefined);
  now += 60_000;
  expect(await planning.load()).toMatchObject({ settings: DEFAULT_PLAN_SETTINGS, trouble: [] });
});
