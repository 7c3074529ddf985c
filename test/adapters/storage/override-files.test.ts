import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobOverrideFiles } from '../../../shared/adapters/storage/override-files.ts';
import { type Azurite, startAzurite } from '../../contracts/azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

function opened() {
  const connectionString = azurite.freshAccount();
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('policy');
  return {
    files: blobOverrideFiles({ connectionString }, 'policy'),
    upload: async (name: string, text: string) => {
      await container.createIfNotExists();
      await container.getBlockBlobClient(name).upload(text, Buffer.byteLength(text));
    },
  };
}

test('no container, or a container without the file, is "no file"', async () => {
  const { files, upload } = opened();
  expect(await files.read('calendar.json')).toBeUndefined();
  await upload('other.json', '{}');
  expect(await files.read('calendar.json')).toBeUndefined();
  expect(await files.lastGood('calendar.json')).toBeUndefined();
});

test('a file is read with an etag that changes with it', async () => {
  const { files, upload } = opened();
  await upload('calendar.json', '{"a": "ü"}');
  const before = await files.read('calendar.json');
  expect(before).toEqual({ text: '{"a": "ü"}', etag: expect.any(String) });
  await upload('calendar.json', '{}');
  const after = await files.read('calendar.json');
  expect(after?.text).toBe('{}');
  expect(after?.etag).not.toBe(before?.etag);
});

test('an empty file is there, and empty', async () => {
  const { files, upload } = opened();
  await upload('image-policy.json', '');
  expect(await files.read('image-policy.json')).toEqual({ text: '', etag: expect.any(String) });
});

test("the last good file is kept beside the user's own and written over", async () => {
  const { files, upload } = opened();
  await files.saveLastGood('calendar.json', { text: '{"good": 1}', etag: 'e1' });
  await upload('calendar.json', 'bad');
  await files.saveLastGood('calendar.json', { text: '{"good": 2}', etag: 'e2' });
  expect((await files.lastGood('calendar.json'))?.text).toBe('{"good": 2}');
  expect((await files.read('calendar.json'))?.text).toBe('bad');
});

test('a file over the limit is refused, not read', async () => {
  const { files, upload } = opened();
  await upload('calendar.json', ' '.repeat(8 * 1024 * 1024 + 1));
  await expect(files.read('calendar.json')).rejects.toMatchObject({ code: 'OVERRIDE_FILE_TOO_LARGE' });
  await upload('calendar.json', ' '.repeat(8 * 1024 * 1024));
  expect((await files.read('calendar.json'))?.text.length).toBe(8 * 1024 * 1024);
});

test('a store that does not answer is an error, not "no file"', async () => {
  const files = blobOverrideFiles(
    {
      connectionString:
        'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;TableEndpoint=http://127.0.0.1:1/a;',
    },
    'policy',
    { maxRetries: 0, retryDelayInMs: 1, maxRetryDelayInMs: 1 },
  );
  await expect(files.read('calendar.json')).rejects.toMatchObject({ code: 'UPSTREAM_STORAGE' });
  await expect(files.saveLastGood('calendar.json', { text: '', etag: '' })).rejects.toMatchObject({
    code: 'UPSTREAM_STORAGE',
  });
});
