import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HostError } from './host-error.ts';
import { describeError } from './host-log.ts';

/**
 * Imports every file that `main` in the app's `package.json` names; it may be a glob, as the Node worker allows.
 * A file that fails to load stops the start, as on the platform: a half-loaded app would lose triggers in silence.
 *
 * @returns the files, relative to the app's directory.
 */
export async function loadApp(appDirectory: string): Promise<readonly string[]> {
  const main = readMain(join(appDirectory, 'package.json'));
  const files = globSync(main, { cwd: appDirectory }).toSorted();
  if (files.length === 0) {
    throw new HostError('HOST_APP', `nothing matches "${main}" in ${appDirectory}; build the app first`);
  }
  for (const file of files) {
    try {
      await import(/* @vite-ignore */ pathToFileURL(join(appDirectory, file)).href);
    } catch (error) {
      throw new HostError('HOST_APP', `${relative('.', file)} did not load: ${describeError(error, 'lines')}`, {
        cause: error,
      });
    }
  }
  return files;
}

function readMain(path: string): string {
  let main: unknown;
  try {
    ({ main } = JSON.parse(readFileSync(path, 'utf8')) as { main?: unknown });
  } catch (error) {
    throw new HostError('HOST_APP', `${path} cannot be read as JSON`, { cause: error });
  }
  if (typeof main !== 'string' || main === '') {
    throw new HostError('HOST_APP', `${path} has no "main"; it names the files with the functions`);
  }
  return main;
}
