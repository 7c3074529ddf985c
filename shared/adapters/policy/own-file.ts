import { FleetError } from '../../domain/errors.ts';
import type { OverrideFile, OverrideFileName, OverrideFiles } from '../../ports/override-files.ts';
import type { PolicyInForce } from '../../ports/policy-source.ts';

export type Trouble = PolicyInForce['trouble'][number];

/** What one of the user's files comes to: the value in force, and what is wrong with the file, if anything. */
export interface InForce<T> {
  /** `undefined`: what ships is in force. */
  readonly value: T | undefined;
  readonly trouble?: Trouble;
}

/**
 * Follows one of the user's files. A bad version is refused and reported, and the last good one stays in
 * force, also across a restart; a file that was taken away is no longer in force.
 *
 * @param accept turns the text into a value or throws an error that says where it is wrong
 */
export function ownFile<T>(
  files: OverrideFiles,
  name: OverrideFileName,
  code: string,
  accept: (text: string) => T,
): () => Promise<InForce<T>> {
  let good: { readonly etag: string; readonly value: T } | undefined;
  let refused: { readonly etag: string; readonly trouble: Trouble } | undefined;
  let unsaved: OverrideFile | undefined;

  /** After a restart: the version that was accepted before it. One that this version of the program refuses is none. */
  async function recall(): Promise<void> {
    if (good) return;
    try {
      const kept = await files.lastGood(name);
      if (kept) good = { etag: '', value: accept(kept.text) };
    } catch {
      // What is wrong is being reported already; what ships stays in force.
    }
  }

  async function keepLastGood(): Promise<void> {
    if (!unsaved) return;
    try {
      await files.saveLastGood(name, unsaved);
      unsaved = undefined;
    } catch {
      // In force all the same; saving is tried again with the next look.
    }
  }

  return async () => {
    let file: OverrideFile | undefined;
    try {
      file = await files.read(name);
    } catch (error) {
      await recall();
      return {
        value: good?.value,
        trouble: trouble(name, code, `could not be fetched: ${messageOf(error)}`, good !== undefined),
      };
    }
    if (!file) {
      good = undefined;
      refused = undefined;
      unsaved = undefined;
      return { value: undefined };
    }
    if (refused?.etag === file.etag) return { value: good?.value, trouble: refused.trouble };
    if (good?.etag !== file.etag) {
      try {
        good = { etag: file.etag, value: accept(file.text) };
        refused = undefined;
        unsaved = file;
      } catch (error) {
        await recall();
        refused = { etag: file.etag, trouble: trouble(name, code, messageOf(error), good !== undefined) };
        return { value: good?.value, trouble: refused.trouble };
      }
    }
    await keepLastGood();
    return { value: good?.value };
  };
}

function trouble(name: string, code: string, message: string, hasGood: boolean): Trouble {
  const what = message.startsWith(name) ? message : `${name} ${message}`;
  return {
    id: `policy/${name}`,
    code,
    what: `${what}. ${hasGood ? 'The last good version stays in force.' : 'Only what ships is in force.'}`,
    nextAction: `Mend ${name} in the policy container; it is read again within a minute.`,
  };
}

function messageOf(error: unknown): string {
  return error instanceof FleetError ? error.message : 'an unexpected fault';
}
