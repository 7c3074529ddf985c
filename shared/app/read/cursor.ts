import { z } from 'zod';
import { InputError } from '../../domain/errors.ts';

/**
 * A place between two rows, as the key of the row before it. Rows that come or go meanwhile move
 * nothing: the next page starts behind that key, whether or not its row is still there.
 */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws InputError when the text is not what `encodeCursor` made for keys of this schema. */
export function decodeCursor<Key>(text: string, schema: z.ZodType<Key>): Key {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new InputError(
      'CURSOR_NOT_UNDERSTOOD',
      'after: this is not a place that a page before has named; leave it out to start at the first page',
    );
  }
}
