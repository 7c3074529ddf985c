import { writeFile } from 'node:fs/promises';
import { InputError } from '../shared/domain/errors.ts';

/** Writes the answer to stdout or, with `--output`, to a file. Ends with one line break. */
export async function writeOut(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
    return;
  }
  await writeTo(file, `${text}\n`);
}

export async function writeTo(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new InputError(
      'CLI_FILE',
      `${file} could not be written: ${(error as NodeJS.ErrnoException).code}`,
      {},
      { cause: error },
    );
  }
}

/** A reader that went away (`steward findings | head`) is no error: what it wanted, it has. */
export function endQuietlyOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 1);
    });
  }
}
