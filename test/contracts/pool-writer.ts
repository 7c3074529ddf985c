import { describe, expect, test } from 'vitest';
import { scalingProperties } from '../../shared/domain/migration/write.ts';
import { bodyLikeApps, type GivenAzure, poolIn, poolNow } from './azure-world.ts';

export function poolWriterContract(name: string, given: GivenAzure): void {
  describe(`the pool writer, ${name}`, () => {
    test('a pool is created on the newest image, with its tags and what nobody knows', async () => {
      const world = await given();
      expect((await world.writer.create(poolIn(world, 'target'), await bodyLikeApps(world))).kind).toBe('accepted');
      expect(await poolNow(world, 'target')).toMatchObject({ provisioningState: 'Creating' });
      world.advance(20);
      expect(await poolNow(world, 'target')).toMatchObject({
        provisioningState: 'Succeeded',
        imageVersion: world.newImage,
        scaling: { count: 2 },
        tags: { 'image-steward-migration': 'm-1' },
        properties: { previewOfNextYear: { kept: true } },
      });
    });

    test('a pool that is there is not created again, and stays as it is', async () => {
      const world = await given();
      const before = await poolNow(world, 'apps');
      expect((await world.writer.create(poolIn(world, 'apps'), await bodyLikeApps(world))).kind).toBe('changed');
      expect(await poolNow(world, 'apps')).toEqual(before);
    });

    test('one update changes what it names and nothing else, preview settings included', async () => {
      const world = await given();
      const before = await poolNow(world, 'apps');
      const settings = { maxSurge: '2', drainTimeoutInMinutes: 45, previewOfNextMonth: { soak: 'PT5M' } };
      const answer = await world.writer.update(poolIn(world, 'apps'), { upgradeSettings: settings }, before?.etag);
      expect(answer.kind).toBe('accepted');
      world.advance(20);
      const after = await poolNow(world, 'apps');
      expect(after?.properties['upgradeSettings']).toEqual(settings);
      const rest = (properties: Readonly<Record<string, unknown>> = {}) =>
        Object.entries(properties).filter(([field]) => field !== 'upgradeSettings' && field !== 'eTag');
      expect(rest(after?.properties)).toEqual(rest(before?.properties));
    });

    test('the autoscaler is set, held still and put back', async () => {
      const world = await given();
      const scaled = { count: 2, autoscaler: { min: 2, max: 5 } };
      for (const scaling of [scaled, { count: 2 }, scaled]) {
        const etag = (await poolNow(world, 'apps'))?.etag;
        const answer = await world.writer.update(poolIn(world, 'apps'), scalingProperties(scaling), etag);
        expect(answer.kind).toBe('accepted');
        world.advance(20);
        expect((await poolNow(world, 'apps'))?.scaling).toEqual(scaling);
      }
    });

    test('what was decided on something older is not written', async () => {
      const world = await given();
      const etag = (await poolNow(world, 'apps'))?.etag;
      await world.writer.update(poolIn(world, 'apps'), { tags: { by: 'someone else' } }, etag);
      world.advance(20);
      expect((await world.writer.update(poolIn(world, 'apps'), { tags: { by: 'us' } }, etag)).kind).toBe('changed');
      expect((await world.writer.delete(poolIn(world, 'apps'), etag)).kind).toBe('changed');
      expect((await poolNow(world, 'apps'))?.tags).toEqual({ by: 'someone else' });
    });

    test('a cluster takes one change at a time', async () => {
      const world = await given();
      await world.writer.create(poolIn(world, 'target'), await bodyLikeApps(world));
      const etag = (await poolNow(world, 'apps'))?.etag;
      expect((await world.writer.update(poolIn(world, 'apps'), { tags: {} }, etag)).kind).toBe('busy');
      expect((await world.upgrader.upgradeImage(poolIn(world, 'apps'))).kind).toBe('busy');
      world.advance(20);
      expect((await world.writer.update(poolIn(world, 'apps'), { tags: {} }, etag)).kind).toBe('accepted');
    });

    test('a pool is deleted, and a pool that is gone is no error', async () => {
      const world = await given();
      const etag = (await poolNow(world, 'apps'))?.etag;
      expect((await world.writer.delete(poolIn(world, 'apps'), etag)).kind).toBe('accepted');
      world.advance(20);
      expect(await poolNow(world, 'apps')).toBeUndefined();
      expect((await world.writer.delete(poolIn(world, 'apps'), etag)).kind).toBe('accepted');
    });

    test('a pool that is gone is not updated: it is another world than the one decided on', async () => {
      const world = await given();
      expect((await world.writer.update(poolIn(world, 'nowhere'), { tags: {} }, 'any')).kind).toBe('changed');
    });

    test('machines that are gone already are no error', async () => {
      const world = await given();
      const gone = ['aks-apps-00000000-vmss00000z'];
      expect((await world.writer.deleteMachines(poolIn(world, 'apps'), gone)).kind).toBe('accepted');
      expect((await poolNow(world, 'apps'))?.scaling).toEqual({ count: 2 });
    });
  });
}
