import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import { generateFleet } from '../../../dev/simulator/model/generator.ts';
import { seeded } from '../../../dev/simulator/model/random.ts';
import { isArmSize, isConfidentialSize, isGpuSize } from '../../../dev/simulator/model/vm-size.ts';

const sums = (options: Parameters<typeof generateFleet>[0]) => {
  const { subscriptions } = generateFleet(options);
  const clusters = subscriptions.flatMap((one) => one.clusters);
  return {
    subscriptions: subscriptions.length,
    clusters: clusters.length,
    pools: clusters.flatMap((one) => one.pools).length,
  };
};

describe('a made-up fleet', () => {
  test('has exactly the numbers that were asked for, and is a valid fleet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        (clusters, perCluster, subscriptions, seed) => {
          const options = { clusters, pools: clusters * perCluster, subscriptions, seed };

          expect(sums(options)).toEqual({ clusters, pools: clusters * perCluster, subscriptions });
          expect(() => parseFleet(JSON.parse(JSON.stringify(generateFleet(options))))).not.toThrow();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is the same for the same seed, and another for another', () => {
    const hash = (seed: number) =>
      createHash('sha256')
        .update(JSON.stringify(generateFleet({ clusters: 60, pools: 300, subscriptions: 3, seed })))
        .digest('hex');

    expect(hash(1)).toBe(hash(1));
    expect(hash(1)).not.toBe(hash(2));
  });

  test('has the variety of a real one', () => {
    const { subscriptions } = generateFleet({ clusters: 800, pools: 4000, subscriptions: 16, seed: 1 });
    const clusters = subscriptions.flatMap((one) => one.clusters);
    const pools = clusters.flatMap((one) => one.pools);
    const some = {
      automatic: clusters.some((one) => one.automatic),
      stoppedCluster: clusters.some((one) => one.power === 'Stopped'),
      autoProvisioned: pools.some((one) => one.kind === 'auto-provisioned'),
      virtualMachines: pools.some((one) => one.kind === 'virtual-machines'),
      windows: pools.some((one) => one.osType === 'Windows'),
      gpu: pools.some((one) => isGpuSize(one.vmSize)),
      spot: pools.some((one) => one.spot),
      arm: pools.some((one) => isArmSize(one.vmSize)),
      fips: pools.some((one) => one.fips),
      confidential: pools.some((one) => isConfidentialSize(one.vmSize)),
      snapshot: pools.some((one) => one.snapshot !== undefined),
      stoppedPool: pools.some((one) => one.power === 'Stopped'),
      failed: pools.some((one) => one.provisioningState === 'Failed'),
    };

    expect(Object.entries(some).filter(([, there]) => !there)).toEqual([]);
    for (const subscription of subscriptions) {
      const regions = new Set(subscription.clusters.map((one) => one.region)).size;
      expect(regions).toBeGreaterThanOrEqual(1);
      expect(regions).toBeLessThanOrEqual(3);
    }
    expect(Math.max(...clusters.map((one) => one.pools.length))).toBeLessThanOrEqual(100);
  });

  test('fills clusters to their hundred pools and no further', () => {
    expect(sums({ clusters: 2, pools: 200, subscriptions: 1, seed: 1 })).toEqual({
      clusters: 2,
      pools: 200,
      subscriptions: 1,
    });
  });
});

test('random numbers lie within their bounds, and weights of 0 are never chosen', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seeded(seed);
      for (let n = 0; n < 50; n++) {
        expect(random.between(3, 5)).toSatisfy((value: number) => value >= 3 && value <= 5 && Number.isInteger(value));
        expect(
          random.weighted([
            [0, 'never'],
            [1, 'a'],
            [2, 'b'],
          ] as const),
        ).not.toBe('never');
      }
    }),
    { numRuns: 20 },
  );
});

test.each([
  ['Standard_D4ps_v5', 'arm'],
  ['Standard_D4pds_v6', 'arm'],
  ['Standard_D4plds_v5', 'arm'],
  ['Standard_NC4as_T4_v3', 'gpu'],
  ['Standard_ND96isr_H100_v5', 'gpu'],
  ['Standard_DC4as_v5', 'confidential'],
  ['Standard_EC8ads_v5', 'confidential'],
  ['Standard_DC4s_v3', 'nothing'],
  ['Standard_D4s_v5', 'nothing'],
  ['Standard_DS3_v2', 'nothing'],
])('the VM size %s means %s', (size, meaning) => {
  const said = [isArmSize(size) && 'arm', isGpuSize(size) && 'gpu', isConfidentialSize(size) && 'confidential'].filter(
    Boolean,
  );

  expect(said).toEqual(meaning === 'nothing' ? [] : [meaning]);
});
