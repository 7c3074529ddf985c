import { odata, RestError, type TableClient, type TableEntityResult, type TransactionAction } from '@azure/data-tables';
import { UpstreamError } from '../../domain/errors.ts';
import { RETRIES, type Retries, type StorageAccount, tableClient } from './account.ts';

/** Every table of the app. They are made on first use; `infra/` makes them too. */
export const TABLES = [
  'sweeps',
  'outcomes',
  'sightings',
  'readings',
  'latestimages',
  'exemptions',
  'ownfindings',
  'plans',
  'inspections',
  'migrations',
  'evidence',
  'signoffs',
  'verdicts',
  'watches',
  'announcements',
  'conversations',
  'posts',
  'refusals',
  'delegations',
  'asks',
  'freezes',
] as const;
export type TableName = (typeof TABLES)[number];

export type Row = TableEntityResult<Record<string, unknown>>;

/** One table. Every call may throw UpstreamError UPSTREAM_STORAGE; what is expected is a value. */
export interface Table {
  get(partitionKey: string, rowKey: string): Promise<Row | undefined>;
  /** @param select properties to bring along; all when absent */
  list(partitionKey?: string, select?: readonly string[]): AsyncIterable<Row>;
  /** Rows of a partition from `from` on, up to and without `to`; at most `limit`. */
  range(partitionKey: string, from: string, to: string, limit: number): Promise<readonly Row[]>;
  upsert(entity: Entity): Promise<void>;
  /** All or nothing; at most 100 actions of one partition, under 4 MiB. `undefined`: an etag or a key did not fit. */
  batch(actions: readonly TransactionAction[]): Promise<readonly string[] | undefined>;
  create(entity: Entity): Promise<'created' | 'exists'>;
  /** @param etag only while the row has it; whatever it has when absent */
  merge(entity: Entity, etag?: string): Promise<'merged' | 'missing' | 'changed'>;
  remove(partitionKey: string, rowKey: string, etag?: string): Promise<'removed' | 'missing' | 'changed'>;
}

export type Entity = { readonly partitionKey: string; readonly rowKey: string } & Readonly<Record<string, unknown>>;

export function openTable(account: StorageAccount, name: TableName, retries: Retries = RETRIES): Table {
  const client = tableClient(account, name, retries);
  let made: Promise<void> | undefined;

  /** Makes the table once per process; a failure is tried again at the next use. */
  async function use<T>(call: (table: TableClient) => Promise<T>): Promise<T> {
    try {
      made ??= client.createTable();
      await made;
    } catch (error) {
      made = undefined;
      throw storageError(name, error);
    }
    try {
      return await call(client);
    } catch (error) {
      throw storageError(name, error);
    }
  }

  /** Answers that are expected become values by their status; any other goes on as an error. */
  async function expecting<T>(statuses: Readonly<Record<number, T>>, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      const status = error instanceof RestError ? error.statusCode : undefined;
      if (status !== undefined && status in statuses) return statuses[status] as T;
      throw error;
    }
  }

  return {
    get: (partitionKey, rowKey) =>
      use((table) => expecting<Row | undefined>({ 404: undefined }, table.getEntity(partitionKey, rowKey))),
    async *list(partitionKey, select) {
      const rows = await use(async (table) =>
        table.listEntities({
          queryOptions: {
            ...(partitionKey !== undefined && { filter: odata`PartitionKey eq ${partitionKey}` }),
            ...(select && { select: ['PartitionKey', 'RowKey', ...select] }),
          },
        }),
      );
      try {
        yield* rows;
      } catch (error) {
        throw storageError(name, error);
      }
    },
    range: (partitionKey, from, to, limit) =>
      use(async (table) => {
        const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${from} and RowKey lt ${to}`;
        const pages = table.listEntities({ queryOptions: { filter } });
        for await (const page of pages.byPage({ maxPageSize: limit })) if (page.length > 0) return page.slice(0, limit);
        return [];
      }),
    upsert: (entity) => use(async (table) => void (await table.upsertEntity(entity, 'Replace'))),
    batch: (actions) =>
      use((table) =>
        expecting<readonly string[] | undefined>(
          { 404: undefined, 409: undefined, 412: undefined },
          table.submitTransaction([...actions]).then(({ subResponses }) => subResponses.map(({ etag }) => etag ?? '')),
        ),
      ),
    create: (entity) =>
      use((table) =>
        expecting<'created' | 'exists'>(
          { 409: 'exists' },
          table.createEntity(entity).then(() => 'created'),
        ),
      ),
    merge: (entity, etag) =>
      use((table) =>
        expecting<'merged' | 'missing' | 'changed'>(
          { 404: 'missing', 412: 'changed' },
          table.updateEntity(entity, 'Merge', { etag: etag ?? '*' }).then(() => 'merged'),
        ),
      ),
    remove: (partitionKey, rowKey, etag) =>
      use((table) =>
        expecting<'removed' | 'missing' | 'changed'>(
          { 404: 'missing', 412: 'changed' },
          table.deleteEntity(partitionKey, rowKey, { etag: etag ?? '*' }).then(() => 'removed'),
        ),
      ),
  };
}

function storageError(table: string, error: unknown): unknown {
  if (!(error instanceof RestError)) return error;
  const { statusCode, code } = error;
  const hint = statusCode === 403 ? ' The identity needs the role Storage Table Data Contributor.' : '';
  return new UpstreamError(
    'UPSTREAM_STORAGE',
    `Table storage did not answer as it should for the table ${table} (${statusCode ?? code ?? 'no answer'}).${hint}`,
    { table, ...(statusCode !== undefined && { status: statusCode }), ...(code !== undefined && { azureCode: code }) },
    { cause: error },
  );
}
