import { type ContainerClient, RestError } from '@azure/storage-blob';
import { UpstreamError } from '../../domain/errors.ts';
import type { OverrideFile, OverrideFiles } from '../../ports/override-files.ts';
import { blobService, RETRIES, type Retries, type StorageAccount } from './account.ts';

/** The most that is read of a file: a calendar of this size would have 50,000 entries. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Files in the root of the container are the user's; those under `last-good/` are ours. */
export function blobOverrideFiles(
  account: StorageAccount,
  container: string,
  retries: Retries = RETRIES,
): OverrideFiles {
  const client = blobService(account, retries).getContainerClient(container);

  async function read(name: string): Promise<OverrideFile | undefined> {
    try {
      const blob = await client.getBlobClient(name).download(0, MOST_BYTES + 1);
      if ((blob.contentLength ?? 0) > MOST_BYTES) throw tooLarge(container, name);
      return { text: await textOf(blob.readableStreamBody), etag: blob.etag ?? '' };
    } catch (error) {
      // 404: no such file, or no such container: nobody has put one there.
      if (error instanceof RestError && error.statusCode === 404) return undefined;
      // 416: the file is empty, which a range cannot say.
      if (error instanceof RestError && error.statusCode === 416) return { text: '', etag: await etagOf(client, name) };
      throw blobError(container, error);
    }
  }

  return {
    read: (file) => read(file),
    lastGood: (file) => read(`last-good/${file}`),
    async saveLastGood(file, { text }) {
      try {
        await client.createIfNotExists();
        await client
          .getBlockBlobClient(`last-good/${file}`)
          .upload(text, Buffer.byteLength(text), { blobHTTPHeaders: { blobContentType: 'application/json' } });
      } catch (error) {
        throw blobError(container, error);
      }
    },
  };
}

async function textOf(stream: NodeJS.ReadableStream | undefined): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream ?? []) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

async function etagOf(client: ContainerClient, name: string): Promise<string> {
  return (await client.getBlobClient(name).getProperties()).etag ?? '';
}

function tooLarge(container: string, name: string): UpstreamError {
  return new UpstreamError('OVERRIDE_FILE_TOO_LARGE', `The file ${name} is larger than ${MOST_BYTES} bytes.`, {
    container,
    name,
    limitBytes: MOST_BYTES,
  });
}

function blobError(container: string, error: unknown): unknown {
  if (!(error instanceof RestError)) return error;
  const { statusCode, code } = error;
  const hint = statusCode === 403 ? ' The identity needs the role Storage Blob Data Contributor.' : '';
  return new UpstreamError(
    'UPSTREAM_STORAGE',
    `Blob storage did not answer as it should for the container ${container} (${statusCode ?? code ?? 'no answer'}).${hint}`,
    {
      container,
      ...(statusCode !== undefined && { status: statusCode }),
      ...(code !== undefined && { azureCode: code }),
    },
    { cause: error },
  );
}
