/**
 * Order of two versions by their numbers, as far as both have them: `1.7` and `1.7.34-ubuntu22.04u2` are equal
 * when only `1.7` is asked for. What follows the first part that is no number does not count.
 *
 * @returns `undefined` when one of them does not start with a number
 */
export function compareVersions(a: string, b: string): number | undefined {
  const left = numbersOf(a);
  const right = numbersOf(b);
  if (left.length === 0 || right.length === 0) return undefined;
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Is `version` at `floor` or above? `5.8` is above `5.8` exactly; `2` of `2.x` is at `2.0`. */
export function atLeast(version: string, floor: string): boolean | undefined {
  const order = compareVersions(version, floor);
  return order === undefined ? undefined : order >= 0;
}

/** The version itself of what Kubernetes and catalogues write around it: `containerd://1.7.27-1`, `v1.34.9`. */
export function plainVersion(text: string): string {
  return text.replace(/^[a-z-]+:\/\//i, '').replace(/^v(?=\d)/i, '');
}

function numbersOf(version: string): number[] {
  const start = /^v?(\d+(?:\.\d+)*)/i.exec(plainVersion(version))?.[1];
  return start ? start.split('.').map(Number) : [];
}
