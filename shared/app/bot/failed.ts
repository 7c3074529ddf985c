import { FleetError } from '../../domain/errors.ts';

/**
 * What a person is told of an error: what is wrong with what they gave, or that it is not known how far it came.
 *
 * @throws the error itself where it is none of ours: that is for whoever runs the app
 */
export function failedText(error: unknown): string {
  if (!(error instanceof FleetError)) throw error;
  const { remedy, message, code } = error;
  const what = `${message.charAt(0).toUpperCase()}${message.slice(1)} (${code})`;
  if (remedy === 'fix-input') return what;
  return `${what} It may have been done in part: ask how it stands, and say it again in a few minutes. Saying it twice does no harm.`;
}
