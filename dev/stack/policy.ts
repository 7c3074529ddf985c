import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import type { Terminal } from './terminal.ts';

/** Puts the fleet's own policy files where the app looks for them, as an operator would. */
export async function uploadPolicy(
  folder: string | undefined,
  connectionString: string,
  container: string,
  terminal: Terminal,
): Promise<void> {
  if (folder === undefined) return;
  const client = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container);
  await client.createIfNotExists();
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  for (const file of files) {
    const text = await readFile(join(folder, file));
    await client.getBlockBlobClient(file).upload(text, text.length);
  }
  terminal.part('Policy container', `${container}: ${files.join(', ')}`);
}
