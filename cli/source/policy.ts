import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../shared/domain/errors.ts';
import type { OwnPolicy } from '../../shared/host/laptop.ts';

/** Texts of the person's own files. */
export interface OwnFiles extends OwnPolicy {
  /** `planning.json`. */
  readonly planning?: string;
}

/**
 * The person's own files in a folder, named as in the policy container of a deployed app.
 *
 * @throws InputError `CLI_FILE` when the folder is none, has none of them, or one cannot be read
 */
export async function policyIn(folder: string): Promise<OwnFiles> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    throw unusable(folder, `cannot be used (${error.code})`);
  });
  if (!found.isDirectory()) throw unusable(folder, 'is not a folder');
  const [calendar, images, planning] = await Promise.all([
    textOf(join(folder, 'calendar.json')),
    textOf(join(folder, 'image-policy.json')),
    textOf(join(folder, 'planning.json')),
  ]);
  if (calendar === undefined && images === undefined && planning === undefined) {
    throw unusable(folder, 'has none of calendar.json, image-policy.json and planning.json');
  }
  return {
    ...(calendar !== undefined && { calendar }),
    ...(images !== undefined && { images }),
    ...(planning !== undefined && { planning }),
  };
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
