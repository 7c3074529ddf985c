import { describe, expect, test } from 'vitest';
import type { AlertVerdict } from '../../shared/domain/alert/verdict.ts';
import type { EvidenceEntry } from '../../shared/domain/evidence/entry.ts';
import type { Migration } from '../../shared/domain/migration/migration.ts';
import type { Order } from '../../shared/domain/migration/orders.ts';
import type { SignOff } from '../../shared/domain/sign-off/sign-off.ts';
import type { EvidenceStore } from '../../shared/ports/evidence-store.ts';
import type { MigrationStore, StoredMigration } from '../../shared/ports/migration-store.ts';
import type { SignOffStore } from '../../shared/ports/sign-off-store.ts';
import type { VerdictStore } from '../../shared/ports/verdict-store.ts';
import { AT, CLUSTER_ID, givenMigration } from '../support/migration.ts';

const ids = (found: readonly (StoredMigration | { kind: 'unreadable'; id: string })[]) =>
  found.map((one) => (one.kind === 'migration' ? one.migration.id : `${one.id} unreadable`));

async function stored(store: MigrationStore, id: string): Promise<StoredMigration> {
  const found = await store.find(id);
  if (found?.kind !== 'migration') throw new Error(`${id} is not there`);
  return found;
}

const ORDER: Order = {
  id: 'order-1',
  kind: 'force-eviction',
  pod: { namespace: 'shop', name: 'cart' },
  first: { by: { id: 'o-1', name: 'Ada', tenantId: 't-1' }, at: AT, reason: 'It is stuck.' },
  until: AT + 3_600_000,
  second: { by: { id: 'o-2', name: 'Ben' }, at: AT, reason: 'So it is.' },
  command: 'kubectl delete pod cart --namespace shop',
};

export function migrationStoreContract(name: string, make: () => MigrationStore): void {
  describe(`migrations in ${name}`, () => {
    test('a migration comes back as it was made; made twice, the first stays', async () => {
      const store = make();
      expect(await store.find('m-1')).toBeUndefined();
      const migration = givenMigration({ id: 'm-1' });
      expect(await store.create(migration)).toBe('created');
      expect(await store.create({ ...migration, startedBy: 'Eve' })).toBe('exists');
      expect(await store.find('m-1')).toEqual({ kind: 'migration', migration, etag: expect.any(String) });
    });

    test('only who knows the etag changes it, and gets the next etag with it', async () => {
      const store = make();
      await store.create(givenMigration({ id: 'm-1' }));
      const { migration, etag } = await stored(store, 'm-1');
      const first = await store.save({ ...migration, passes: 2 }, etag);
      expect(first).toEqual({ kind: 'saved', etag: expect.any(String) });
      expect(await store.save({ ...migration, passes: 7 }, etag)).toEqual({ kind: 'conflict' });
      const next = first.kind === 'saved' ? first.etag : '';
      expect((await store.save({ ...migration, passes: 3 }, next)).kind).toBe('saved');
      expect((await stored(store, 'm-1')).migration).toEqual({ ...migration, passes: 3 });
      expect(await store.save(givenMigration({ id: 'm-2' }), etag)).toEqual({ kind: 'conflict' });
    });

    test('of two who save at once, one wins', async () => {
      const store = make();
      await store.create(givenMigration({ id: 'm-1' }));
      const { migration, etag } = await stored(store, 'm-1');
      const answers = await Promise.all([2, 3].map((passes) => store.save({ ...migration, passes }, etag)));
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved']);
    });

    test('what a save left out is gone, and a long record comes back whole', async () => {
      const store = make();
      await store.create(givenMigration({ id: 'm-1', waiting: { because: 'window', since: AT } }));
      const { migration, etag } = await stored(store, 'm-1');
      const { waiting, ...rest } = migration;
      expect(waiting).toBeDefined();
      const done = Array.from({ length: 4000 }, (_, n) => `node-${Math.sin(n)}`);
      const long = { ...rest, drain: { ...rest.drain, done } };
      await store.save(long, etag);
      expect((await stored(store, 'm-1')).migration).toEqual(long);
    });

    test('orders come back whole, with what another version put beside them', async () => {
      const store = make();
      const migration = givenMigration({ id: 'm-1', orders: [ORDER, { ...ORDER, later: 'kept' } as Order] });
      await store.create(migration);
      expect((await stored(store, 'm-1')).migration).toEqual(migration);
    });

    test('open ones are listed until they ended; all of them newest first', async () => {
      const store = make();
      for (const [id, minute] of [
        ['m-b', 2],
        ['m-a', 1],
        ['m-c', 3],
      ] as const) {
        await store.create(givenMigration({ id, createdAt: AT + minute * 60_000 }));
      }
      expect(ids(await store.list('open')).toSorted()).toEqual(['m-a', 'm-b', 'm-c']);
      const { migration, etag } = await stored(store, 'm-b');
      await store.save({ ...migration, status: 'completed', endedAt: AT }, etag);
      expect(ids(await store.list('open')).toSorted()).toEqual(['m-a', 'm-c']);
      expect(ids(await store.list('all'))).toEqual(['m-c', 'm-b', 'm-a']);
      expect(ids(await store.list('all', 2))).toEqual(['m-c', 'm-b']);
    });

    test('the migrations of a cluster, ended ones too, in the order in which they were made', async () => {
      const store = make();
      await store.create(givenMigration({ id: 'm-b', createdAt: AT }));
      await store.create(givenMigration({ id: 'm-a', createdAt: AT + 1, status: 'aborted', endedAt: AT + 2 }));
      await store.create(givenMigration({ id: 'm-x', clusterId: `${CLUSTER_ID}-2` }));
      expect(ids(await store.ofCluster(CLUSTER_ID))).toEqual(['m-b', 'm-a']);
      expect(await store.ofCluster('/none')).toEqual([]);
    });

    test.each([
      ['a later form', { format: 2 }, 'The record has the form 2; this version reads the form 1.'],
      ['no form', { format: undefined }, 'The record does not say its form; this version reads the form 1.'],
      ['a step that does not exist', { step: 'fly' }, 'The record is not as this version writes it: step: '],
      ['a step of another route', { step: 'hold' }, 'The record is in the step hold, which is not on its way'],
      [
        'an order that nobody gave',
        { orders: [{ ...ORDER, first: undefined }] },
        'version writes it: orders.0.first: ',
      ],
      [
        'an order of another kind',
        { orders: [{ ...ORDER, kind: 'delete-all' }] },
        'version writes it: orders.0.kind: ',
      ],
      ['a status that does not exist', { status: 'lost' }, 'The record is not as this version writes it: status: '],
    ])('a record with %s is a value, stands in every list, and stays as it is', async (_, odd, why) => {
      const store = make();
      await store.create({ ...givenMigration({ id: 'm-odd' }), ...odd } as unknown as Migration);
      const unreadable = { kind: 'unreadable', id: 'm-odd', why: expect.stringContaining(why) };
      expect(await store.find('m-odd')).toEqual(unreadable);
      expect(await store.list('open')).toEqual([unreadable]);
      expect(await store.list('all')).toEqual([unreadable]);
      expect(await store.ofCluster(CLUSTER_ID)).toEqual([unreadable]);
      expect(await store.create(givenMigration({ id: 'm-odd' }))).toBe('exists');
    });
  });
}

function entry(seq: number, more: Partial<EvidenceEntry> = {}): EvidenceEntry {
  return {
    migrationId: 'm-1',
    seq,
    at: AT + seq,
    who: 'image-steward',
    kind: 'step',
    what: `step \u202e ${seq}`,
    after: { deep: [1, null, 'x'] },
    previous: String(seq - 1).padStart(64, '0'),
    hash: String(seq).padStart(64, '0'),
    ...more,
  };
}

export function evidenceStoreContract(name: string, make: () => EvidenceStore): void {
  describe(`evidence in ${name}`, () => {
    test('entries come back word for word, in the order of the chain, each migration’s own', async () => {
      const store = make();
      expect(await store.read('m-1')).toEqual([]);
      expect(await store.append([entry(1), entry(2)])).toBe('appended');
      expect(await store.append([entry(3)])).toBe('appended');
      await store.append([entry(1, { migrationId: 'm-2' })]);
      expect(await store.read('m-1')).toEqual([entry(1), entry(2), entry(3)]);
      expect(await store.read('m-1', 2, 1)).toEqual([entry(2)]);
      expect(await store.read('m-1', 4)).toEqual([]);
    });

    test('appending again what is there changes nothing; the rest is appended', async () => {
      const store = make();
      await store.append([entry(1), entry(2)]);
      expect(await store.append([entry(1), entry(2), entry(3)])).toBe('appended');
      expect(await store.read('m-1')).toEqual([entry(1), entry(2), entry(3)]);
    });

    test('another entry in a place that is taken is refused, and nothing after it is appended', async () => {
      const store = make();
      await store.append([entry(1), entry(2)]);
      expect(await store.append([entry(2, { what: 'forged' }), entry(3)])).toBe('differs');
      expect(await store.read('m-1')).toEqual([entry(1), entry(2)]);
    });

    test('the tenth entry follows the ninth', async () => {
      const store = make();
      const chain = Array.from({ length: 12 }, (_, at) => entry(at + 1));
      await store.append(chain.slice(0, 9));
      await store.append(chain.slice(9));
      expect(await store.read('m-1')).toEqual(chain);
    });
  });
}

function signOff(id: string, at: number, more: Partial<SignOff> = {}): SignOff {
  return {
    id,
    planHash: 'a'.repeat(64),
    person: { id: 'ada', name: 'Ada \u202e' },
    role: 'platform',
    kind: 'approve',
    at,
    expiresAt: at + 1000,
    via: 'cli',
    ...more,
  };
}

export function signOffStoreContract(name: string, make: () => SignOffStore): void {
  describe(`sign-offs in ${name}`, () => {
    test('sign-offs of a plan come oldest first; one that is there is not written over', async () => {
      const store = make();
      expect(await store.ofPlan('a'.repeat(64))).toEqual([]);
      expect(await store.add(signOff('s-2', 2))).toBe('added');
      expect(await store.add(signOff('s-1', 1, { kind: 'refuse', reason: 'not now' }))).toBe('added');
      expect(await store.add(signOff('s-2', 9))).toBe('exists');
      await store.add(signOff('s-3', 1, { planHash: 'b'.repeat(64) }));
      expect(await store.ofPlan('a'.repeat(64))).toEqual([
        signOff('s-1', 1, { kind: 'refuse', reason: 'not now' }),
        signOff('s-2', 2),
      ]);
    });
  });
}

export function verdictStoreContract(name: string, make: () => VerdictStore): void {
  describe(`verdicts in ${name}`, () => {
    test('the newest verdict stays, in whatever order they come', async () => {
      const store = make();
      const verdict: AlertVerdict = { migrationId: 'm-1', kind: 'unknown', why: 'no', since: 1, evaluatedAt: 2 };
      expect(await store.of('m-1')).toBeUndefined();
      await store.save(verdict);
      await store.save({ ...verdict, kind: 'breached', evaluatedAt: 4 });
      await store.save({ ...verdict, kind: 'healthy', evaluatedAt: 3 });
      expect(await store.of('m-1')).toEqual({ ...verdict, kind: 'breached', evaluatedAt: 4 });
      expect(await store.of('m-2')).toBeUndefined();
    });
  });
}
