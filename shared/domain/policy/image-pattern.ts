/** Does an image version match a pattern in which `*` stands for any text? Case does not matter. */
export function matchesPattern(pattern: string, imageVersion: string): boolean {
  const text = imageVersion.toLowerCase();
  const [first = '', ...parts] = pattern.toLowerCase().split('*');
  if (!text.startsWith(first)) return false;
  if (parts.length === 0) return text === first;
  const last = parts.pop() ?? '';
  let from = first.length;
  // Taking the earliest place for every part leaves most room for the rest, so no backtracking is needed.
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
