import { describe, expect, test } from 'vitest';
import { memoryEvidenceStore } from '../../../shared/adapters/memory/evidence-store.ts';
import { memoryMigrationStore } from '../../../shared/adapters/memory/migration-store.ts';
import { memoryVerdictStore } from '../../../shared/adapters/memory/verdict-store.ts';
import { sha256Hex } from '../../../shared/adapters/system/text-hash.ts';
import { EvidenceFile, MigrationsView, MigrationView } from '../../../shared/app/migration-views.ts';
import { migrationQueries } from '../../../shared/app/read/migration-queries.ts';
import { migrationSummary, migrationView } from '../../../shared/app/read/migrations.ts';
import { toPutBack } from '../../../shared/app/read/to-put-back.ts';
import { viabilityView } from '../../../shared/app/read/viability-view.ts';
import { verifyEvidence } from '../../../shared/domain/evidence/verify.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { VIABILITY_WARNING_MS } from '../../../shared/domain/migration/viability.ts';
import { AT, givenMigration, HOUR, MINUTE } from '../../support/migration.ts';
import { givenStoryMigration, STORY_EVIDENCE, STORY_ID } from '../../support/migration-story.ts';

const summary = (overrides: Partial<Migration>) => migrationSummary(givenStoryMigration(overrides), undefined, AT);
const view = (overrides: Partial<Migration> = {}) =>
  migrationView(givenStoryMigration(overrides), undefined, STORY_EVIDENCE.toReversed(), AT);

async function givenStores(...stored: readonly Migration[]) {
  const ports = {
    clock: { now: () => AT },
    migrations: memoryMigrationStore(),
    evidence: memoryEvidenceStore(),
    verdicts: memoryVerdictStore(),
    alertsOn: true,
  };
  for (const one of stored) await ports.migrations.create(one);
  await ports.evidence.append(STORY_EVIDENCE.slice(0, -1));
  return { ...ports, queries: migrationQueries(ports) };
}

describe('a migration in a list', () => {
  test('says where it is, what happens there and why nothing moves', () => {
    expect(summary({})).toMatchObject({
      id: STORY_ID,
      cluster: 'shop-prod',
      pool: 'apps',
      strategy: 'pool-replacement',
      status: 'running',
      step: 'drain-source',
      does: 'Empties the source node by node through the Eviction API, the least critical nodes first.',
      why: 'Pod shop/cart-6f7d8c9b5-x2x9z may not leave yet: its budget is full.',
      progress: { done: 7, all: 15 },
      alert: { kind: 'none', why: 'Nobody watches it.' },
    });
  });

  test('why it is paused comes before what it waited for, with what would help', () => {
    const pause = { because: 'The quota is spent.', by: 'image-steward', at: AT, remedy: 'Ask for more.' };
    expect(summary({ status: 'paused', pause })).toMatchObject({ why: 'The quota is spent.', remedy: 'Ask for more.' });
  });

  test('one that has ended waits for nothing and has done all its steps', () => {
    const ended = summary({ status: 'completed', step: 'close', endedAt: AT });
    expect(ended.why).toBeUndefined();
    expect([ended.progress, ended.endedAt]).toEqual([{ done: 15, all: 15 }, '2026-11-20T08:00:00.000Z']);
  });

  test('a control plane has no pool', () => {
    const control = migrationSummary(givenMigration({ route: 'control-plane' }), undefined, AT);
    expect([control.pool, control.strategy]).toEqual([undefined, 'control-plane']);
  });
});

describe('one migration', () => {
  test('fits its schema word for word, also before its first pass', () => {
    expect(MigrationView.parse(view())).toEqual(view());
    const fresh = migrationView(givenMigration(), undefined, [], AT);
    expect(MigrationView.parse(fresh)).toEqual(fresh);
    expect([fresh.nodes, fresh.seenAt, fresh.viability.kind]).toEqual([undefined, undefined, 'unknown']);
  });

  test('shows each node with what is done to it, and each stuck pod with its arithmetic', () => {
    const { nodes = [], stuck } = view();
    expect(nodes.map(({ name, drain }) => [name.slice(-8), drain])).toEqual([
      ['s-000000', 'done'],
      ['s-000001', 'now'],
      ['s-000002', undefined],
      ['2-000000', undefined],
      ['2-000001', undefined],
    ]);
    expect(stuck).toEqual([
      expect.objectContaining({
        pod: 'shop/cart-6f7d8c9b5-x2x9z',
        by: 'PodDisruptionBudget shop/cart',
        budget: { expected: 3, healthy: 2, desired: 2, allowed: 0 },
        workload: 'Deployment shop/cart',
      }),
    ]);
  });

  test('says what pausing, aborting and rolling back would leave; of one that has ended, nothing', () => {
    expect(view().ifPaused).toBe('No more pod is evicted; pods on their way out finish; the source stays closed.');
    expect(view({ status: 'aborted' })).toMatchObject({
      ifPaused: 'It has ended: there is nothing left of it to stop.',
      ifRolledBack: 'It has ended: there is nothing left of it to stop.',
    });
  });

  test('its steps are done, now or to come', () => {
    expect(view().steps.map(({ state }) => state)).toEqual([
      ...Array<string>(7).fill('done'),
      'now',
      ...Array<string>(7).fill('to-come'),
    ]);
  });
});

describe('what is to be put back', () => {
  test('names what was changed by us, and not what was there before', () => {
    expect(toPutBack(givenStoryMigration())).toEqual([
      'Our taint lifecycle=retiring:NoSchedule is lifted from 3 nodes (aks-apps-000000, aks-apps-000001, aks-apps-000002) when it is rolled back or aborted; else it goes with the pool.',
      'Our cordon is lifted from 2 nodes (aks-apps-000000, aks-apps-000001) when it is rolled back or aborted; else it goes with the pool.',
      'The source pool gets its scaling back when it is rolled back or aborted: autoscaler from 2 to 5, it had 3 nodes.',
      'The target pool gets its scaling: autoscaler from 2 to 5, it had 3 nodes.',
      'Deployment shop/cart goes back to 3 replicas (4 for now).',
    ]);
  });

  test('once the source is deleted and scaling put back, nothing is left', () => {
    expect(toPutBack(givenStoryMigration({ step: 'put-back' }))).toEqual([
      'The target pool gets its scaling: autoscaler from 2 to 5, it had 3 nodes.',
      'Deployment shop/cart goes back to 3 replicas (4 for now).',
    ]);
    expect(toPutBack(givenStoryMigration({ step: 'validate-after' }))).toEqual([]);
    expect(toPutBack(givenStoryMigration({ status: 'rolled-back' }))).toEqual([]);
  });

  test('on the way back the source is opened first, and the target is dealt with last', () => {
    const back = givenStoryMigration({ direction: 'back', step: 'drain-target' });
    expect(toPutBack(back)).toEqual([
      'The source pool gets its scaling back: autoscaler from 2 to 5, it had 3 nodes.',
      'The target pool gets its scaling: autoscaler from 2 to 5, it had 3 nodes.',
      'Deployment shop/cart goes back to 3 replicas (4 for now).',
      'The target pool appsx1y2 is deleted when that was asked for; else it is opened to pods again.',
    ]);
    const refill = givenStoryMigration({ direction: 'back', step: 'refill-source', remembered: { shrunkFrom: 5 } });
    expect(toPutBack(refill)).toEqual(['The source pool gets its nodes back: 5 in all.']);
  });

  test('the settings of an upgrade in place, until they are put back', () => {
    const remembered = { upgradeSettings: { maxSurge: '10%', drainTimeoutInMinutes: 30 } };
    const upgrade = (step: Migration['step']) => toPutBack(givenMigration({ step, remembered }));
    expect(upgrade('follow-upgrade')).toEqual([
      'The pool gets its own upgrade settings back: maxSurge 10%, drainTimeoutInMinutes 30.',
    ]);
    expect(upgrade('validate-after')).toEqual([]);
    expect(toPutBack(givenMigration({ step: 'upgrade-image', remembered: { upgradeSettings: {} } }))).toEqual([
      'The pool gets its own upgrade settings back: none were set.',
    ]);
  });

  test('an autoscaler that has the say is named instead of the workload', () => {
    const autoscaler = { kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'cart' };
    const workload = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
    const remembered = { replicas: [{ workload, autoscaler, before: 1, during: 2 }] };
    expect(toPutBack(givenStoryMigration({ remembered }))).toEqual([
      'HorizontalPodAutoscaler shop/cart goes back to at least 1 replica (2 for now).',
    ]);
  });
});

describe('the viability clock goes on between two passes', () => {
  const until = AT + 5 * HOUR;
  test.each([
    [until - VIABILITY_WARNING_MS - 1, 'possible'],
    [until - VIABILITY_WARNING_MS, 'ending-soon'],
    [until - 1, 'ending-soon'],
    [until, 'unknown'],
  ])('at %i it is %s', (now, kind) => {
    expect(viabilityView(givenStoryMigration(), now).kind).toBe(kind);
  });

  test('what cannot be seen stays unknown, and what is over stays over', () => {
    const sight = (kind: 'unknown' | 'over') => ({ at: AT, viability: { kind, until: AT - 1, why: 'x', endings: [] } });
    expect(viabilityView(givenStoryMigration({ sight: sight('over') }), AT)).toMatchObject({ kind: 'over', why: 'x' });
    expect(viabilityView(givenStoryMigration({ sight: sight('unknown') }), AT)).toMatchObject({ why: 'x' });
  });

  test('of one that has ended there is no way back from here', () => {
    expect(viabilityView(givenStoryMigration({ status: 'completed' }), AT)).toEqual({
      kind: 'over',
      why: 'It has ended; going back from here is another migration.',
      endings: [],
    });
  });
});

describe('questions', () => {
  test('migrations are listed newest first; a record that cannot be read is listed beside them', async () => {
    const old = givenMigration({ id: 'm-old', createdAt: AT - 2 * HOUR });
    const foreign = { ...givenMigration({ id: 'm-foreign' }), format: 99 } as unknown as Migration;
    const { queries } = await givenStores(old, givenStoryMigration(), foreign);
    const list = MigrationsView.parse(await queries.migrations('all'));
    expect(list.migrations.map(({ id }) => id)).toEqual([STORY_ID, 'm-old']);
    expect(list.unreadable.map(({ id }) => id)).toEqual(['m-foreign']);
    await expect(queries.migration('m-foreign')).rejects.toMatchObject({ code: 'STORED_RECORD_UNREADABLE' });
    expect(await queries.migration('m-none')).toBeUndefined();
    expect(await queries.evidence('m-none')).toBeUndefined();
  });

  test('open ones leave out what has ended', async () => {
    const { queries } = await givenStores(givenStoryMigration(), givenMigration({ id: 'm-done', status: 'completed' }));
    expect((await queries.migrations('open')).migrations.map(({ id }) => id)).toEqual([STORY_ID]);
    expect((await queries.migrations('all')).migrations).toHaveLength(2);
  });

  test('the evidence file is whole with the entries that are still on their way to the store', async () => {
    const { queries, evidence } = await givenStores(givenStoryMigration());
    const file = EvidenceFile.parse(await queries.evidence(STORY_ID));
    expect(file.entries).toEqual(STORY_EVIDENCE);
    expect(verifyEvidence(file, sha256Hex)).toEqual({ kind: 'whole' });

    await evidence.append(STORY_EVIDENCE);
    expect((await queries.evidence(STORY_ID))?.entries).toEqual(STORY_EVIDENCE);
    expect((await queries.migration(STORY_ID))?.timeline).toEqual(STORY_EVIDENCE.toReversed());
  });

  test('entries that came after the record was read are left to the next answer', async () => {
    const { queries, evidence } = await givenStores(givenStoryMigration({}, STORY_EVIDENCE.slice(0, 3)));
    await evidence.append(STORY_EVIDENCE);
    const file = await queries.evidence(STORY_ID);
    expect(file?.entries).toEqual(STORY_EVIDENCE.slice(0, 3));
    expect(file && verifyEvidence(file, sha256Hex)).toEqual({ kind: 'whole' });
  });

  test('what watches it is shown, also after its end for as long as somebody looks', async () => {
    const { queries, verdicts, migrations } = await givenStores(
      givenStoryMigration(),
      givenMigration({ id: 'm-over', status: 'completed' }),
    );
    const why = 'Pending pods: 3 for 4 min, at most 0.';
    await verdicts.save({ migrationId: STORY_ID, kind: 'breached', why, since: AT - MINUTE, evaluatedAt: AT });
    expect((await queries.migration(STORY_ID))?.alert).toMatchObject({ kind: 'breached', why });
    const found = await migrations.find(STORY_ID);
    if (found?.kind !== 'migration') throw new Error('it is there');
    await migrations.save({ ...found.migration, status: 'aborted' }, found.etag);
    expect((await queries.migration(STORY_ID))?.alert.kind).toBe('breached');
    expect((await queries.migration('m-over'))?.alert).toEqual({
      kind: 'none',
      why: 'Nobody watches it any more: it has ended.',
    });
  });
});
