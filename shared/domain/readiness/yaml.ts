export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * YAML in block style for small objects that `kubectl` reads. Whatever a name holds, it stays one scalar:
 * everything but plain words is written in double quotes with every control character escaped.
 */
export function toYaml(value: Plain): string {
  return `${block(value, '').replace(/^\n/, '')}\n`;
}

function block(value: Plain, indent: string): string {
  if (isList(value)) {
    if (value.length === 0) return ' []';
    return value.map((item) => `\n${indent}-${itemText(item, indent)}`).join('');
  }
  if (isMap(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return ' {}';
    return entries.map(([key, item]) => `\n${indent}${scalar(key)}:${nested(item, indent)}`).join('');
  }
  return ` ${scalar(value)}`;
}

function nested(item: Plain, indent: string): string {
  return block(item, `${indent}  `);
}

/** The first line of an item stands behind its dash. */
function itemText(item: Plain, indent: string): string {
  return block(item, `${indent}  `).replace(/^\n +/, ' ');
}

const PLAIN = /^[A-Za-z][A-Za-z0-9._/-]*$/;
/** Words that one version of YAML or another reads as something else than text. */
const WORDS = /^(?:true|false|yes|no|on|off|y|n|null)$/i;

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  if (PLAIN.test(value) && !WORDS.test(value)) return value;
  // JSON's strings are YAML's; what YAML does not print, or a terminal acts upon, is escaped as well.
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isMap(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
