import type { KubeObject } from '../../objects.ts';
import { ApiError, badRequest } from '../status.ts';
import { jsonPatch, PatchRefused } from './json-patch.ts';
import { isObject, mergePatch } from './merge-patch.ts';
import { strategicMerge } from './strategic-merge.ts';

const refused = () =>
  new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});

const unsupported = () => new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

/**
 * An object after a patch in one of the three forms, by content type.
 *
 * @returns the patched object and, where the patch is one that merges, the patch itself
 * @throws ApiError 400, 415 or 422
 */
export function patched(
  before: KubeObject,
  text: string,
  contentType: string | undefined,
): { after: unknown; patch: unknown } {
  const type = contentType?.split(';')[0]?.trim();
  if (
    type !== 'application/json-patch+json' &&
    type !== 'application/merge-patch+json' &&
    type !== 'application/strategic-merge-patch+json'
  )
    throw unsupported();
  const patch = parsed(text);
  if (type === 'application/json-patch+json') {
    if (!Array.isArray(patch))
      throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
    try {
      return { after: jsonPatch(before, patch), patch: undefined };
    } catch (error) {
      if (error instanceof PatchRefused) throw refused();
      throw error;
    }
  }
  if (!isObject(patch)) throw badRequest('json: cannot unmarshal array into Go value of type map[string]interface {}');
  const after = type === 'application/merge-patch+json' ? mergePatch(before, patch) : strategicMerge(before, patch);
  return { after, patch };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(goMessage(text, error as Error));
  }
}

/** What Go says of such JSON, as far as it is the same thing. */
export const goMessage = (text: string, error: Error): string =>
  /end of JSON input|Unterminated/.test(error.message) || text.trim() === ''
    ? 'unexpected end of JSON input'
    : error.message.replace(/^Unexpected token '?(.)'?.*$/s, "invalid character '$1' looking for beginning of value");
