/**
 * 32 hexadecimal digits that depend on the text alone: ids that look random and stay the same from run
 * to run. Not for secrets. (FNV-1a with four seeds: made for speed, as a page has thousands.)
 */
export function hexOf(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1000193;
  let c = 0x9e3779b9;
  let d = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000197);
    c = Math.imul(c ^ code, 0x010001a5);
    d = Math.imul(d ^ code, 0x010001b9);
  }
  return [a, b, c, d].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}

/** {@link hexOf} in the form of a GUID. */
export function guidOf(text: string): string {
  const hex = hexOf(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
