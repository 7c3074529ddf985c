import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../dev/simulator/index.ts';
import { loadFleetFile } from '../../dev/simulator/model/fleet-file.ts';
import type { CoverageView } from '../../shared/app/views.ts';
import { ConfigError } from '../../shared/domain/errors.ts';
import { type LaptopOptions, laptopFleet, type SweepProgress } from '../../shared/host/laptop.ts';

const SANDBOX = '30000000-0000-4000-8000-000000000003';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ fleet: await loadFleetFile('dev/fleets/demo.json') });
});
afterEach(() => {
  simulator.control.removeFault();
  simulator.control.clearLog();
});
afterAll(() => simulator.close());

const settings = (more: LaptopOptions['settings'] = {}) => ({
  ARM_ENDPOINT: simulator.armEndpoint,
  ARM_CA_FILE: simulator.caFile,
  FLEET_CLOCK: simulator.fleetClock,
  ...more,
});

async function coverageAfterSweep(options: LaptopOptions = {}): Promise<CoverageView | undefined> {
  const here = await laptopFleet({ settings: settings(), ...options });
  await here.sweep();
  return (await here.fleet.latestSweep())?.coverage;
}

const notSeen = (coverage: CoverageView | undefined) =>
  coverage?.notSeen.map(({ subscriptionId, reason }) => ({ subscriptionId, reason }));

test('a sweep sees the whole demo fleet, writes nothing, and is never throttled', async () => {
  const here = await laptopFleet({ settings: settings() });
  const progress: SweepProgress[] = [];
  await here.sweep({ onProgress: (step) => progress.push(step) });

  const view = await here.fleet.latestSweep();
  expect(view?.coverage).toMatchObject({ whole: true, subscriptionsExpected: 3, subscriptionsSeen: 3, notSeen: [] });
  expect(progress.map(({ subscriptions, subscriptionsDone }) => [subscriptions, subscriptionsDone])).toEqual([
    [3, 0],
    [3, 1],
    [3, 2],
    [3, 3],
  ]);
  expect(progress.at(-1)).toMatchObject({ clusters: view?.coverage.clustersSeen, pools: view?.coverage.poolsSeen });
  const { writes, throttled, byMethod } = simulator.control.counts();
  expect({ writes, throttled, methods: Object.keys(byMethod).toSorted() }).toEqual({
    writes: 0,
    throttled: 0,
    methods: ['GET', 'POST'], // Resource Graph takes its questions by POST
  });
  const posts = simulator.control.requests().filter(({ method }) => method === 'POST');
  expect(new Set(posts.map(({ path }) => path.split('?')[0]?.toLowerCase()))).toEqual(
    new Set(['/providers/microsoft.resourcegraph/resources']),
  );
});

test('a subscription that may not be read is not seen, and the others are', async () => {
  simulator.control.addFault({ kind: 'forbidden', subscription: SANDBOX });
  const coverage = await coverageAfterSweep();
  expect(coverage?.whole).toBe(false);
  expect(notSeen(coverage)).toEqual([{ subscriptionId: SANDBOX, reason: 'forbidden' }]);
  expect(coverage?.subscriptionsSeen).toBe(2);
});

test('throttling for longer than we wait is said, and nothing is said to be gone', async () => {
  simulator.control.addFault({ kind: 'throttle', retryAfterSeconds: 600, pathIncludes: 'resourcegraph' });
  const coverage = await coverageAfterSweep();
  expect(coverage?.whole).toBe(false);
  expect(coverage?.notSeen.map(({ reason }) => reason)).toEqual(['throttled', 'throttled', 'throttled']);
});

test('a page with rows missing is not taken for the whole', async () => {
  simulator.control.addFault({ kind: 'missing-rows', rows: 1, pathIncludes: 'resourcegraph' });
  const coverage = await coverageAfterSweep();
  expect(coverage?.whole).toBe(false);
  expect(new Set(coverage?.notSeen.map(({ reason }) => reason))).toEqual(new Set(['truncated']));
});

test('only the subscriptions that were asked for are swept', async () => {
  const coverage = await coverageAfterSweep({ settings: settings({ SWEEP_SUBSCRIPTIONS: SANDBOX }) });
  expect(coverage).toMatchObject({ whole: true, subscriptionsExpected: 1, subscriptionsSeen: 1 });
});

test('exemptions stay in their file from run to run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'steward-'));
  const exemptionsFile = join(folder, 'exemptions.json');
  try {
    const first = await laptopFleet({ settings: settings(), exemptionsFile });
    const { id } = await first.fleet.exempt(
      {
        scope: `/subscriptions/${SANDBOX}`,
        ruleId: '*',
        owner: 'sandbox@example.com',
        reason: 'A playground: rebuilt each month.',
        until: '2026-12-31',
      },
      'alex',
    );
    const second = await laptopFleet({ settings: settings(), exemptionsFile });
    await second.sweep();
    const found = await second.fleet.findings({ subscription: [SANDBOX], limit: 1000 });
    expect(found?.total).toBeGreaterThan(0);
    expect(new Set(found?.findings.map(({ exemption }) => exemption?.id))).toEqual(new Set([id]));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a wrong setting, or a certificate that is not there, stops the start', async () => {
  await expect(laptopFleet({ settings: settings({ MAX_IMAGE_AGE_DAYS: 'old' }) })).rejects.toThrow(
    'MAX_IMAGE_AGE_DAYS: read "old", expected a whole number from 7 to 365 (60 when not set)',
  );
  await expect(laptopFleet({ settings: settings({ ARM_CA_FILE: '/no/such.pem' }) })).rejects.toThrow(
    new ConfigError('CONFIG_WRONG', 'ARM_CA_FILE: read "/no/such.pem" (ENOENT), expected a readable PEM file'),
  );
});
