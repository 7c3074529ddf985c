import { FleetError } from '../../domain/errors.ts';

export interface Failed {
  /** Nothing was done, or that is not known. */
  readonly kind: 'not-done' | 'unsure';
  /** That it was not done, or may not have been: one sentence. */
  readonly why: string;
  readonly help: string;
}

/**
 * What a person is told of an error: what is wrong with what they gave, or that it is not known how far it came.
 *
 * @param subject what failed, as a sentence begins with it
 * @throws the error itself where it is none of ours: that is for whoever runs the app
 */
export function failed(subject: string, error: unknown): Failed {
  if (!(error instanceof FleetError)) throw error;
  const { remedy, message, code } = error;
  const what = `${message.charAt(0).toUpperCase()}${message.slice(1)} (${code})`;
  if (remedy === 'fix-input') return { kind: 'not-done', why: `${subject} was not done.`, help: what };
  return {
    kind: 'unsure',
    why: `${subject} may not have been done.`,
    help: `${what} It may have been done in part: ask how it stands, and say it again in a few minutes. Saying it twice does no harm.`,
  };
}
