import { describe, expect, test } from 'vitest';
import { type GivenAzure, poolIn, poolNow } from './azure-world.ts';

export function azureLookerContract(name: string, given: GivenAzure): void {
  describe(`the azure looker, ${name}`, () => {
    test('a cluster is seen with its version, its channels and all of its pools', async () => {
      const world = await given();
      const look = await world.looker.look(world.clusterId);
      expect(look).toMatchObject({
        kind: 'seen',
        cluster: {
          id: world.clusterId,
          power: 'running',
          provisioningState: 'Succeeded',
          kubernetesVersion: world.version,
          etag: expect.any(String),
        },
      });
      expect(look.kind === 'seen' && look.pools.map((pool) => pool.name).toSorted()).toEqual(['apps', 'system']);
    });

    test('a pool is seen as ARM has it, with what nobody knows', async () => {
      const world = await given();
      const pool = await poolNow(world, 'apps');
      expect(pool).toMatchObject({
        id: poolIn(world, 'apps'),
        mode: 'User',
        osType: 'Linux',
        osSku: 'Ubuntu2404',
        etag: expect.any(String),
        provisioningState: 'Succeeded',
        power: 'running',
        imageVersion: world.oldImage,
        kubernetesVersion: world.version,
        scaling: { count: 2 },
      });
      expect(pool?.properties).toMatchObject({ osSKU: 'Ubuntu2404', previewOfNextYear: { kept: true } });
      expect(pool?.failure).toBeUndefined();
    });

    test('what is the same has the same etag, and what changed has another', async () => {
      const world = await given();
      const before = await poolNow(world, 'apps');
      expect((await poolNow(world, 'apps'))?.etag).toBe(before?.etag);
      await world.writer.update(poolIn(world, 'apps'), { tags: { a: 'b' } }, before?.etag);
      world.advance(20);
      expect((await poolNow(world, 'apps'))?.etag).not.toBe(before?.etag);
    });
  });
}
