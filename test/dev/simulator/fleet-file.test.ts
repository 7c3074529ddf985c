import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadFleetFile, parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import { SHOP, sampleFleet } from './sample-fleet.ts';

const pool = { name: 'one' };
const cluster = { name: 'aks-one', resourceGroup: 'rg', region: 'uksouth', kubernetesVersion: '1.35.6', pools: [pool] };
const subscription = { id: SHOP, name: 'Shop', clusters: [cluster] };
const fleet = { version: 1, name: 'f', now: '2026-11-20T08:00:00Z', subscriptions: [subscription] };

const withPool = (more: object) => ({
  ...fleet,
  subscriptions: [{ ...subscription, clusters: [{ ...cluster, pools: [{ ...pool, ...more }] }] }],
});
const POOL_PATH = '$.subscriptions[0].clusters[0].pools[0]';

describe('a fleet file', () => {
  test('needs little; the rest has defaults', () => {
    expect(parseFleet(fleet).subscriptions[0]?.clusters[0]).toEqual({
      ...cluster,
      tier: 'Standard',
      supportPlan: 'KubernetesOfficial',
      automatic: false,
      nodeAutoProvisioning: false,
      power: 'Running',
      provisioningState: 'Succeeded',
      maintenance: [],
      pools: [
        {
          name: 'one',
          mode: 'User',
          kind: 'scale-set',
          osType: 'Linux',
          count: 3,
          vmSize: 'Standard_D4s_v5',
          power: 'Running',
          provisioningState: 'Succeeded',
          spot: false,
          fips: false,
          trustedLaunch: false,
          maxSurge: '10%',
        },
      ],
    });
  });

  test('that was parsed is a fleet file again', () => {
    const once = sampleFleet();

    expect(parseFleet(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  test.each([
    [{}, '$.version: '],
    [{}, '$.subscriptions: is missing; a list belongs here'],
    [{}, '$.name: is missing; a value (string) belongs here'],
    [{ ...fleet, colour: 'red' }, '$.colour: there is no such field; remove it or mend its spelling'],
    [{ ...fleet, now: 'yesterday' }, '$.now: must be a moment in UTC, as in "2026-11-20T08:00:00Z"'],
    [{ ...fleet, subscriptions: [{ ...subscription, id: 'shop' }] }, '$.subscriptions[0].id: must be a GUID'],
    [
      { ...fleet, subscriptions: [subscription, subscription] },
      '$.subscriptions[1].id: this subscription id is there already, at $.subscriptions[0].id',
    ],
    [
      { ...fleet, subscriptions: [{ ...subscription, clusters: [cluster, { ...cluster, name: 'AKS-One' }] }] },
      '$.subscriptions[0].clusters[1].name: a cluster of this name in this resource group is there already',
    ],
    [
      { ...fleet, subscriptions: [{ ...subscription, managementGroup: 'mg' }] },
      '$.subscriptions[0].managementGroup: there is no management group "mg"; add it or name another',
    ],
    [
      { ...fleet, managementGroups: [{ id: 'a', name: 'A', parent: 'b' }] },
      '$.managementGroups[0].parent: there is no management group "b"',
    ],
    [withPool({ name: 'Too-Long-For-A-Pool' }), `${POOL_PATH}.name: must be 1 to 12 lower-case letters and digits`],
    [withPool({ kubernetesVersion: '1.35' }), `${POOL_PATH}.kubernetesVersion: must be a full Kubernetes version`],
    [withPool({ kind: 'virtual-machines' }), `${POOL_PATH}.sizes: a pool of kind "virtual-machines" needs it`],
    [
      withPool({ failure: { code: 'X', message: 'y' } }),
      `${POOL_PATH}.failure: only a pool with "provisioningState": "Failed" has one`,
    ],
    [withPool({ autoscale: { min: 3, max: 2 } }), `${POOL_PATH}.autoscale.min: must not be above "max"`],
    [withPool({ labels: { 'a.b/c': 1 } }), `${POOL_PATH}.labels["a.b/c"]: `],
  ])('is refused with the path and what to do: %j', (json, line) => {
    expect(() => parseFleet(json, 'fleet.json')).toThrow(line);
    expect(() => parseFleet(json, 'fleet.json')).toThrow(
      /^fleet\.json cannot be used; docs\/fleet-file\.md has every field:\n/,
    );
  });

  test('shows ten problems and says how many more there are', () => {
    const pools = Array.from({ length: 12 }, () => ({ name: '!' }));

    expect(() =>
      parseFleet({ ...fleet, subscriptions: [{ ...subscription, clusters: [{ ...cluster, pools }] }] }),
    ).toThrow(/pools\[9\].*\n {2}and 2 more$/);
  });
});

describe('reading it', () => {
  async function givenFile(text: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'fleet-file-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'fleet.json'), text);
    return join(folder, 'fleet.json');
  }

  test('a good one', async () => {
    expect((await loadFleetFile(await givenFile(JSON.stringify(fleet)))).name).toBe('f');
  });

  test('one that is not there', async () => {
    await expect(loadFleetFile('/nowhere/fleet.json')).rejects.toMatchObject({
      code: 'FLEET_FILE',
      remedy: 'fix-input',
      message: 'cannot read /nowhere/fleet.json (ENOENT): check the path',
    });
  });

  test('one that is no JSON', async () => {
    const file = await givenFile('{ "version": 1,');

    await expect(loadFleetFile(file)).rejects.toMatchObject({
      code: 'FLEET_FILE',
      message: expect.stringContaining('is not JSON'),
    });
  });
});
