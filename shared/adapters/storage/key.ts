import { createHash } from 'node:crypto';

/** Table storage takes 1,024 characters. */
const LONGEST_KEY = 1_000;
const KEPT_OF_LONG_KEY = 900;

/**
 * Text as a table key: what Table storage or an OData filter would stumble over (`/ \ # ? % '`, control
 * characters, anything beyond ASCII) becomes `!` and two hexadecimal digits for each byte. Different texts
 * have different keys. A text that would be too long is cut and ends in `!!` and its hash.
 *
 * @param text well-formed Unicode
 */
export function escapeKey(text: string): string {
  const key = encodeURIComponent(text)
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '!');
  if (key.length <= LONGEST_KEY) return key;
  return `${key.slice(0, KEPT_OF_LONG_KEY)}!!${createHash('sha256').update(text).digest('hex')}`;
}

/** The text of a key; of a key that was cut, the key itself. For messages about an entity that cannot be read. */
export function unescapeKey(key: string): string {
  return key.includes('!!') ? key : decodeURIComponent(key.replaceAll('!', '%'));
}
