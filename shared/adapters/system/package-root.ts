import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BugError } from '../../domain/errors.ts';

/** The folder of package.json and `data/`: the same from the sources and from `dist/`. */
export function packageRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new BugError('PACKAGE_ROOT', 'no package.json above this file', { from });
  }
}
