import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryEvidenceStore } from '../../shared/adapters/memory/evidence-store.ts';
import { memoryMigrationStore } from '../../shared/adapters/memory/migration-store.ts';
import { memorySignOffStore } from '../../shared/adapters/memory/sign-off-store.ts';
import { memoryVerdictStore } from '../../shared/adapters/memory/verdict-store.ts';
import { memoryWatchStore } from '../../shared/adapters/memory/watch-store.ts';
import { tableStores } from '../../shared/adapters/storage/stores.ts';
import { openTable } from '../../shared/adapters/storage/table.ts';
import { systemIds } from '../../shared/adapters/system/ids.ts';
import type { FleetError } from '../../shared/domain/errors.ts';
import { AT, CLUSTER_ID, givenMigration } from '../support/migration.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import {
  evidenceStoreContract,
  migrationStoreContract,
  signOffStoreContract,
  verdictStoreContract,
} from './migration-stores.ts';
import { watchStoreContract } from './watch-store.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

function tables(onUnreadable?: (error: FleetError) => void) {
  const account = { connectionString: azurite.freshAccount() };
  const refuse = (error: FleetError) => {
    throw error;
  };
  return { account, ...tableStores(account, systemIds, onUnreadable ?? refuse) };
}

migrationStoreContract('memory', memoryMigrationStore);
migrationStoreContract('tables', () => tables().migrations);
evidenceStoreContract('memory', memoryEvidenceStore);
evidenceStoreContract('tables', () => tables().evidence);
signOffStoreContract('memory', memorySignOffStore);
signOffStoreContract('tables', () => tables().signOffs);
verdictStoreContract('memory', memoryVerdictStore);
verdictStoreContract('tables', () => tables().verdicts);
watchStoreContract('memory', memoryWatchStore);
watchStoreContract('tables', () => tables().watches);

test('a damaged record is a value, and the migrations beside it are read', async () => {
  const { migrations, account } = tables();
  await migrations.create(givenMigration({ id: 'm-1' }));
  await migrations.create(givenMigration({ id: 'm-2' }));
  const place = { partitionKey: 'migration-m-1', rowKey: 'record' };
  await openTable(account, 'migrations').merge({ ...place, migration: '{"cut' });
  const found = await migrations.list('open');
  expect(found.map((one) => (one.kind === 'unreadable' ? one : one.migration.id))).toEqual([
    { kind: 'unreadable', id: 'm-1', why: 'What is stored is damaged: it cannot be unpacked.' },
    'm-2',
  ]);
});

test('a process that ended between the last save and the list leaves no ended migration in the list of open ones', async () => {
  const { migrations, account } = tables();
  await migrations.create(givenMigration({ id: 'm-1', status: 'completed', endedAt: AT }));
  expect(await migrations.list('open')).toEqual([]);
  expect(await openTable(account, 'migrations').get('open', 'm-1')).toBeUndefined();
  expect(await migrations.ofCluster(CLUSTER_ID)).toHaveLength(1);
});

test('a process that ended before the record was written leaves nothing in any list', async () => {
  const { migrations, account } = tables();
  const table = openTable(account, 'migrations');
  await table.upsert({ partitionKey: 'open', rowKey: 'm-1' });
  await table.upsert({ partitionKey: 'all', rowKey: '8000000000000-m-1', migration: 'm-1' });
  expect([await migrations.list('open'), await migrations.list('all')]).toEqual([[], []]);
  await migrations.create(givenMigration({ id: 'm-1' }));
  expect(await migrations.list('all')).toHaveLength(1);
});

test('a record that is too large for a row is refused in so many words, and the one before it stays', async () => {
  const { migrations } = tables();
  await migrations.create(givenMigration({ id: 'm-1' }));
  const found = await migrations.find('m-1');
  if (found?.kind !== 'migration') throw new Error('it is there');
  const noise = Array.from({ length: 200_000 }, (_, n) => String(Math.sin(n)));
  const huge = { ...found.migration, drain: { ...found.migration.drain, done: noise } };
  await expect(migrations.save(huge, found.etag)).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' });
  expect(await migrations.find('m-1')).toEqual(found);
});

test('evidence that cannot be read is reported and left out: the gap shows', async () => {
  const troubles: string[] = [];
  const { evidence, account } = tables(({ code }) => troubles.push(code));
  const entry = (seq: number) => ({
    migrationId: 'm-1',
    seq,
    at: AT,
    who: 'image-steward',
    kind: 'step' as const,
    what: 'x',
    previous: 'p',
    hash: 'h',
  });
  await evidence.append([entry(1), entry(2), entry(3)]);
  await openTable(account, 'evidence').merge({ partitionKey: 'm-1', rowKey: '00000002', entry: '{"seq":2}' });
  expect((await evidence.read('m-1')).map(({ seq }) => seq)).toEqual([1, 3]);
  expect(await evidence.append([entry(2)])).toBe('differs');
  expect(troubles).toEqual(['STORED_RECORD_UNREADABLE', 'STORED_RECORD_UNREADABLE']);
});

test('a sign-off that cannot be read is not passed over: it may be a refusal', async () => {
  const { signOffs, account } = tables(() => undefined);
  await openTable(account, 'signoffs').upsert({ partitionKey: 'abc', rowKey: 's-1', signOff: '{}', signOffParts: 0 });
  await expect(signOffs.ofPlan('abc')).rejects.toMatchObject({ code: 'STORED_RECORD_UNREADABLE' });
});
