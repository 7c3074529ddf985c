const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const ORDINARY_SPACE = /[\t\n\r]/;

/**
 * Text from outside, made safe to show: control characters, escape sequences, bidi overrides and
 * invisible characters become a visible name, so that a cluster's name can neither move the cursor
 * nor read backwards. Line breaks and tabs become spaces.
 *
 *     plain('a\u001b[31mb')  // 'a<U+001B>[31mb'
 */
export function plain(text: string): string {
  return text.replace(NOT_PRINTABLE, (character) =>
    ORDINARY_SPACE.test(character) ? ' ' : `<U+${codeOf(character)}>`,
  );
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
