import { describe, expect, test } from 'vitest';
import { type GivenAzure, poolIn, poolNow } from './azure-world.ts';

export function poolUpgraderContract(name: string, given: GivenAzure): void {
  describe(`the pool upgrader, ${name}`, () => {
    test('the image of a pool is upgraded, and what it ran before is told', async () => {
      const world = await given();
      expect((await world.upgrader.upgradeImage(poolIn(world, 'apps'))).kind).toBe('accepted');
      expect((await poolNow(world, 'apps'))?.provisioningState).toMatch(/^Upgrading/);
      world.advance(60);
      const after = await poolNow(world, 'apps');
      expect(after).toMatchObject({ provisioningState: 'Succeeded', imageVersion: world.newImage });
      expect(after?.recentlyUsed?.[0]).toMatchObject({
        imageVersion: world.oldImage,
        kubernetesVersion: world.version,
      });
      expect(after?.properties).toMatchObject({ previewOfNextYear: { kept: true } });
    });

    test('a pool is taken back to the version before', async () => {
      const world = await given();
      await world.upgrader.upgradeImage(poolIn(world, 'apps'));
      world.advance(60);
      const back = await world.upgrader.restoreVersion(poolIn(world, 'apps'), world.oldImage, world.version);
      expect(back.kind).toBe('accepted');
      world.advance(60);
      expect(await poolNow(world, 'apps')).toMatchObject({
        provisioningState: 'Succeeded',
        imageVersion: world.oldImage,
        kubernetesVersion: world.version,
      });
    });

    test('a pool is not taken to a version that it never ran', async () => {
      const world = await given();
      const never = 'AKSUbuntu-2404gen2containerd-202501.01.0';
      const answer = await world.upgrader.restoreVersion(poolIn(world, 'apps'), never, world.version);
      expect(answer).toMatchObject({ kind: 'refused', code: expect.any(String) });
      expect((await poolNow(world, 'apps'))?.imageVersion).toBe(world.oldImage);
    });

    test('what is under way is stopped, and the cluster is free again', async () => {
      const world = await given();
      await world.upgrader.upgradeImage(poolIn(world, 'apps'));
      expect((await world.upgrader.stopOperation(poolIn(world, 'apps'))).kind).toBe('accepted');
      world.advance(5);
      expect((await poolNow(world, 'apps'))?.provisioningState).toBe('Canceled');
      expect((await world.upgrader.upgradeImage(poolIn(world, 'apps'))).kind).toBe('accepted');
    });

    test('with nothing under way there is nothing to stop, and that is no error', async () => {
      const world = await given();
      expect((await world.upgrader.stopOperation(poolIn(world, 'apps'))).kind).toBe('accepted');
      expect((await poolNow(world, 'apps'))?.provisioningState).toBe('Succeeded');
    });

    test('a control plane goes to its next version, and its pools stay where they are', async () => {
      const world = await given();
      const { clusterId, nextVersion, version } = world;
      expect((await world.upgrader.upgradeControlPlane(clusterId, nextVersion)).kind).toBe('accepted');
      world.advance(60);
      expect(await world.looker.look(clusterId)).toMatchObject({
        cluster: { provisioningState: 'Succeeded', kubernetesVersion: nextVersion },
      });
      expect(await poolNow(world, 'apps')).toMatchObject({ kubernetesVersion: version, imageVersion: world.oldImage });
      expect((await world.upgrader.upgradeControlPlane(clusterId, nextVersion)).kind).toBe('accepted');
    });

    test('a control plane does not leave a version out', async () => {
      const world = await given();
      const answer = await world.upgrader.upgradeControlPlane(world.clusterId, '1.39.0');
      expect(answer).toMatchObject({ kind: 'refused', code: expect.any(String) });
    });
  });
}
