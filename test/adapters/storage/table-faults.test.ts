import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TableStores, tableStores } from '../../../shared/adapters/storage/stores.ts';
import { systemIds } from '../../../shared/adapters/system/ids.ts';
import type { Conversation } from '../../../shared/domain/chat/conversation.ts';
import type { FleetError } from '../../../shared/domain/errors.ts';
import { type Azurite, startAzurite } from '../../contracts/azurite.ts';
import { givenCluster, givenReading, SUBSCRIPTION } from '../../support/fleet.ts';

const NO_RETRY = { maxRetries: 0, retryDelayInMs: 1, maxRetryDelayInMs: 1 };

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

function opened(): { stores: TableStores; reported: FleetError[]; table: (name: string) => TableClient } {
  const account = azurite.freshAccount();
  const reported: FleetError[] = [];
  return {
    stores: tableStores({ connectionString: account }, systemIds, (error) => reported.push(error)),
    reported,
    table: (name) => TableClient.fromConnectionString(account, name, { allowInsecureConnection: true }),
  };
}

const reading = (name: string, readAt = 100) => givenReading({ cluster: givenCluster({ name }), readAt });
const first = (name: string) => ({ reading: reading(name), toAnnounce: [], basedOn: undefined });

async function spoil(table: TableClient, rowKey: string): Promise<void> {
  await table.updateEntity({ partitionKey: SUBSCRIPTION, rowKey, reading: '{"cluster":', readingParts: 0 }, 'Merge');
}

test('a record that cannot be read is reported by name, the others are returned, and the next sweep heals it', async () => {
  const { stores, reported, table } = opened();
  await stores.readings.save([first('a'), first('b')]);
  await spoil(table('readings'), 'rg-shop!7Ca');

  const read = await stores.readings.ofSubscription(SUBSCRIPTION);
  expect(read.map(({ reading: { cluster } }) => cluster.name)).toEqual(['b']);
  expect(reported).toMatchObject([
    {
      code: 'STORED_RECORD_UNREADABLE',
      facts: { what: `cluster a of resource group rg-shop in subscription ${SUBSCRIPTION}` },
    },
  ]);

  const answers = await stores.readings.save([{ reading: reading('a', 200), toAnnounce: [], basedOn: undefined }]);
  expect(answers).toMatchObject([{ kind: 'saved' }]);
  expect((await stores.readings.byCluster(givenCluster({ name: 'a' }).id))?.reading).toEqual(reading('a', 200));
});

test('a record of another shape than ours is reported and left out', async () => {
  const { stores, reported, table } = opened();
  await stores.readings.save([first('a')]);
  await table('readings').updateEntity(
    { partitionKey: SUBSCRIPTION, rowKey: 'rg-shop!7Ca', reading: '{"pools":7}', readingParts: 0 },
    'Merge',
  );
  expect(await stores.readings.byCluster(givenCluster({ name: 'a' }).id)).toBeUndefined();
  expect(reported.map(({ code }) => code)).toEqual(['STORED_RECORD_UNREADABLE']);
});

test('an exemption that cannot be read is reported and does not hide the others', async () => {
  const { stores, reported, table } = opened();
  const exemption = {
    id: 'x-1',
    scope: '/subscriptions/s',
    ruleId: '*',
    owner: 'o',
    reason: 'r',
    until: '2026-12-31',
    createdAt: 1,
    createdBy: 'c',
  };
  await stores.exemptions.add(exemption);
  await table('exemptions').createEntity({
    partitionKey: 'exemption',
    rowKey: 'x-0',
    value: 'not JSON',
    valueParts: 0,
  });
  expect(await stores.exemptions.list()).toEqual([exemption]);
  expect(reported.map(({ code }) => code)).toEqual(['STORED_RECORD_UNREADABLE']);
});

test.each([
  ['cut off', '{"id":'],
  ['of another shape', '{"id":"conversation-0"}'],
])('a conversation whose record is %s is named, and the others are listed', async (_, value) => {
  const { stores, table } = opened();
  const conversation: Conversation = {
    id: 'conversation-1',
    kind: 'channel',
    ref: { serviceUrl: 'https://smba.example/', conversationId: '19:shop', bot: { id: 'b' } },
    name: 'shop',
    hears: { kind: 'everything' },
    since: 1,
  };
  await stores.conversations.save(conversation, undefined);
  await table('conversations').createEntity({
    partitionKey: 'conversation',
    rowKey: 'conversation-0',
    value,
    valueParts: 0,
  });
  expect(await stores.conversations.list()).toEqual({
    conversations: [{ conversation, etag: expect.any(String) }],
    unreadable: ['conversation-0'],
  });
  await expect(stores.conversations.find('conversation-0')).rejects.toMatchObject({
    code: 'STORED_RECORD_UNREADABLE',
  });
});

test('a sweep that cannot be read is an error: nothing can be claimed about it', async () => {
  const { stores, table } = opened();
  await stores.sweeps.start({ id: 's-1', startedAt: 100, subscriptions: [] });
  await table('sweeps').updateEntity({ partitionKey: 'sweep', rowKey: 'id|s-1', sweep: 'x' }, 'Merge');
  await expect(stores.sweeps.latest()).rejects.toMatchObject({ code: 'STORED_RECORD_UNREADABLE' });
});

test('a reading too large for a record is refused by name, and the others are saved', async () => {
  const { stores } = opened();
  const huge = givenReading({
    cluster: givenCluster({ name: 'huge', tags: { noise: randomBytes(1_200_000).toString('latin1') } }),
  });
  const saving = stores.readings.save([{ reading: huge, toAnnounce: [], basedOn: undefined }, first('small')]);
  await expect(saving).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE', facts: { what: huge.cluster.id } });
  const read = await stores.readings.ofSubscription(SUBSCRIPTION);
  expect(read.map(({ reading: { cluster } }) => cluster.name)).toEqual(['small']);
});

test('readings of half a megabyte each are saved in batches that Table storage takes', async () => {
  const { stores } = opened();
  const heavy = Array.from({ length: 12 }, (_, n) =>
    givenReading({
      cluster: givenCluster({ name: `c${n}`, tags: { noise: randomBytes(350_000).toString('latin1') } }),
      readAt: 100,
    }),
  );
  const answers = await stores.readings.save(
    heavy.map((one) => ({ reading: one, toAnnounce: [], basedOn: undefined })),
  );
  expect(answers.map(({ kind }) => kind)).toEqual(heavy.map(() => 'saved'));
});

test.each([
  { status: 403, hint: true },
  { status: 500, hint: false },
])('storage that answers $status is an error that says so; a hint at the role: $hint', async ({ status, hint }) => {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ 'odata.error': { code: 'Refused', message: { value: 'secret detail' } } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stores = tableStores(
    {
      connectionString: `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:${port}/a;`,
    },
    systemIds,
    () => {},
    NO_RETRY,
  );
  const failure = await stores.readings.ofSubscription(SUBSCRIPTION).catch((error: unknown) => error as FleetError);
  expect(failure).toMatchObject({ code: 'UPSTREAM_STORAGE', facts: { table: 'readings', status } });
  const message = failure instanceof Error ? failure.message : '';
  expect(message.includes('Storage Table Data Contributor')).toBe(hint);
  expect(message).not.toContain('secret detail');
  server.closeAllConnections();
  server.close();
});

test('a table that could not be made is made at the next use', async () => {
  let answers = 0;
  const server = createServer((_request, response) => {
    answers += 1;
    response.writeHead(answers === 1 ? 503 : 404, { 'content-type': 'application/json' });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:${port}/a;`;
  const { sweeps } = tableStores({ connectionString }, systemIds, () => {}, NO_RETRY);
  await expect(sweeps.byId('s-1')).rejects.toMatchObject({ facts: { status: 503 } });
  await expect(sweeps.byId('s-1')).rejects.toMatchObject({ facts: { status: 404 } });
  expect(answers).toBe(2);
  server.closeAllConnections();
  server.close();
});
