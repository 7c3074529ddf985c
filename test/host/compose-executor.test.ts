import { expect, test } from 'vitest';
import { connectToArm } from '../../shared/adapters/arm/connection.ts';
import { readSweepConfig } from '../../shared/config/read-config.ts';
import { executorParts } from '../../shared/host/compose-executor.ts';

test('AKS is told how its upgrades go only where the setting says so, and never from a laptop', () => {
  const arm = connectToArm({ credential: { getToken: async () => null }, pause: async () => {} });
  const ways = { reading: arm, writing: arm };
  const config = readSweepConfig({}, {});
  const hasGates = (change: object) =>
    executorParts({ ...config, ...change }, ways, { now: () => 0 }).healthGates !== undefined;
  expect([hasGates({}), hasGates({ AKS_HEALTH_SIGNALS: 'off' }), hasGates({ AKS_HEALTH_SIGNALS: 'on' })]).toEqual([
    false,
    false,
    true,
  ]);
});
