import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../shared/domain/errors.ts';
import type { OwnPolicy } from '../../shared/host/laptop.ts';

/**
 * The person's own files in a folder, named as in the policy container of a deployed app.
 *
 * @throws InputError `CLI_FILE` when the folder is none, has neither file, or one cannot be read
 */
export async function policyIn(folder: string): Promise<OwnPolicy> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    throw unusable(folder, `cannot be used (${error.code})`);
  });
  if (!found.isDirectory()) throw unusable(folder, 'is not a folder');
  const [calendar, images] = await Promise.all([
    textOf(join(folder, 'calendar.json')),
    textOf(join(folder, 'image-policy.json')),
  ]);
  if (calendar === undefined && images === undefined) {
    throw unusable(folder, 'has neither calendar.json nor image-policy.json');
  }
  return { ...(calendar !== undefined && { calendar }), ...(images !== undefined && { images }) };
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unusable(path, `could not be read (${code})`);
  }
}

function unusable(path: string, why: string): InputError {
  return new InputError('CLI_FILE', `${path} ${why}`);
}
