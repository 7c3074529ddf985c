import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { armClusterDetails } from '../../../shared/adapters/arm/cluster-details.ts';
import { type Answer, type ArmServer, sample, startArmServer } from './arm-server.ts';

let arm: ArmServer;
beforeAll(async () => {
  arm = await startArmServer();
});
beforeEach(() => {
  arm.asked.length = 0;
});
afterAll(() => arm.close());

const CLUSTER =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks';
const POOL = `${CLUSTER}/agentpools/apps`;
const details = () => armClusterDetails(arm.connect());
const whole = (value: unknown[]): Answer => ({ body: { value } });

test.each([
  ['agentpool-upgradeprofile', 'AKSUbuntu-2204gen2containerd-202608.20.0'],
  ['agentpool-upgradeprofile-frozen', 'AKSAzureLinux-V2gen2-202512.06.0'],
])('the latest image of %s is %s', async (name, value) => {
  arm.answer = () => sample(name);
  expect(await details().latestImage(POOL)).toEqual({ kind: 'seen', value });
  expect(arm.asked).toMatchObject([
    { method: 'GET', path: expect.stringMatching(/\/agentPools\/apps\/upgradeProfiles\/default\?api-version=/) },
  ]);
});

test('a profile without a latest image is not seen, and none is invented', async () => {
  arm.answer = () => ({ body: { properties: { kubernetesVersion: '1.34.9', osType: 'Linux' } } });
  expect(await details().latestImage(POOL)).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed' });
});

test('recorded maintenance configurations are one line each', async () => {
  arm.answer = () => sample('maintenanceconfigurations-list');
  expect(await details().maintenance(CLUSTER)).toMatchObject({
    kind: 'seen',
    value: [
      {
        name: 'aksManagedNodeOSUpgradeSchedule',
        schedule: 'weekly on Saturday 22:00 for 8 h, UTC+02:00, not 2026-12-20 to 2027-01-04',
      },
      { name: 'aksManagedAutoUpgradeSchedule', schedule: 'monthly on the first Sunday 03:00 for 4 h, UTC' },
      { name: 'default', schedule: 'Monday 01:00-03:00, UTC' },
    ],
  });
});

test.each([
  ['maintenanceconfiguration-absolutemonthly', 'every 3 months on day 31 08:30 for 4 h, UTC-07:00'],
  ['maintenanceconfiguration-daily', 'every 3 days 23:00 for 6 h, UTC+05:30'],
])('the schedule of %s is "%s"', async (name, schedule) => {
  arm.answer = () => whole([sample(name).body]);
  expect(await details().maintenance(CLUSTER)).toMatchObject({ value: [{ schedule }] });
});

test.each([
  [{}, 'unknown schedule'],
  [{ timeInWeek: [] }, 'unknown schedule'],
  [
    { timeInWeek: [{ day: 'Friday', hourSlots: [23, 1, 22] }, { day: 'Monday' }] },
    'Friday 01:00-02:00 22:00-24:00, Monday, UTC',
  ],
  [{ maintenanceWindow: { schedule: {}, startTime: '01:00' } }, 'unknown rhythm 01:00, UTC'],
  [
    {
      maintenanceWindow: {
        schedule: { weekly: { intervalWeeks: 2, dayOfWeek: 'Friday' } },
        startTime: '01:00',
        durationHours: 4,
      },
    },
    'every 2 weeks on Friday 01:00 for 4 h, UTC',
  ],
])('a configuration with %j is "%s"', async (properties, schedule) => {
  arm.answer = () => whole([{ name: 'default', properties }]);
  expect(await details().maintenance(CLUSTER)).toMatchObject({ kind: 'seen', value: [{ name: 'default', schedule }] });
});

test('a cluster without configurations has none; that is an answer', async () => {
  arm.answer = () => whole([]);
  expect(await details().maintenance(CLUSTER)).toEqual({ kind: 'seen', value: [] });
});

test('the images of a mixed pool are named once each, by the preview API', async () => {
  arm.answer = () => sample('machines-list-preview');
  expect(await details().machineImages(POOL)).toEqual({
    kind: 'seen',
    value: ['AKSUbuntu-2204gen2containerd-202608.20.0', 'AKSUbuntu-2204gen2containerd-202607.20.0'],
  });
  expect(arm.asked[0]).toMatchObject({
    authorization: 'Bearer simulator',
    path: expect.stringContaining('api-version=2026-06-02-preview'),
  });
});

test('machines of several pages are all asked for', async () => {
  const machine = (nodeImageVersion: string) => ({ properties: { nodeImageVersion } });
  arm.answer = ({ path }) =>
    path.includes('token=2')
      ? whole([machine('b')])
      : { body: { value: [machine('a')], nextLink: `${arm.endpoint}/next?token=2` } };
  expect(await details().machineImages(POOL)).toEqual({ kind: 'seen', value: ['a', 'b'] });
});

test('a next page on another host is not followed: it would be handed our token', async () => {
  arm.answer = () => ({ body: { value: [], nextLink: 'https://evil.example/next' } });
  expect(await details().machineImages(POOL)).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed' });
});

test.each(['machines-list-stable', 'error-400-noregisteredprovider'])(
  'where the preview does not tell (%s), no image is claimed',
  async (name) => {
    arm.answer = () => sample(name);
    expect(await details().machineImages(POOL)).toEqual({ kind: 'seen', value: [] });
  },
);

const everyQuestion = [
  ['latest image', (ask: ReturnType<typeof details>) => ask.latestImage(POOL)],
  ['maintenance', (ask: ReturnType<typeof details>) => ask.maintenance(CLUSTER)],
  ['machine images', (ask: ReturnType<typeof details>) => ask.machineImages(POOL)],
] as const;

test.each(
  everyQuestion.flatMap(([name, ask]) =>
    [
      ['error-404-agentpool', { kind: 'gone' }],
      ['error-404-resourcenotfound', { kind: 'gone' }],
      ['error-404-subscription', { kind: 'not-seen', reason: 'forbidden' }],
      ['error-403-authorizationfailed', { kind: 'not-seen', reason: 'forbidden' }],
      ['error-429-aks-throttled', { kind: 'not-seen', reason: 'throttled' }],
      ['error-429-arm-subscription', { kind: 'not-seen', reason: 'throttled' }],
    ].map(([sampled, expected]) => ({ name, ask, sampled: sampled as string, expected })),
  ),
)('$name: $sampled is $expected', async ({ ask, sampled, expected }) => {
  arm.answer = () => sample(sampled);
  expect(await ask(details())).toMatchObject(expected as object);
});

test.each(everyQuestion)('%s: an answer of another form is a failure of Azure, not of ours', async (_name, ask) => {
  arm.answer = () => ({ body: { value: 'nonsense', properties: null } });
  expect(await ask(details())).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed' });
});
