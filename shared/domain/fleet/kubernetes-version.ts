/** `1.34` of `1.34.9`; `undefined` when the text is not a version. */
export function minorOf(version: string | undefined): string | undefined {
  return /^v?(\d{1,3}\.\d{1,4})(?:\.|$)/.exec(version ?? '')?.[1];
}

/** Negative when minor `a` is older than `b`. Both as `minorOf` gives them: `1.9` is older than `1.10`. */
export function compareMinors(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/** `1.35` for `1.34`: AKS upgrades one minor at a time. */
export function nextMinor(minor: string): string {
  return laterMinor(minor, 1);
}

export function laterMinor(minor: string, by: number): string {
  const [major = 0, last = 0] = minor.split('.').map(Number);
  return `${major}.${last + by}`;
}
