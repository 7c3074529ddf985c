const HARMFUL = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu;

/** Indented JSON. What a terminal would obey (control and bidi characters) is written as `\uXXXX`: the same data for a reader. */
export function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(HARMFUL, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
