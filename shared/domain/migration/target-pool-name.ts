/** AKS allows 12 characters for Linux pools and 6 for Windows pools: small letters and digits, a letter first. */
const LONGEST = { linux: 12, windows: 6 } as const;
const HASH_LENGTH = 4;

/**
 * A name for the pool that takes over: as much of the source's as there is room for, and four characters of the
 * migration's id, so that one migration always makes the same pool.
 *
 *     targetPoolName('payments', 'Linux', 'm-3f9ac1d2', [])   // 'payments3f9a'
 *
 * @param taken names of the cluster's pools; the next four characters of the id are tried while a name is taken
 */
export function targetPoolName(
  sourceName: string,
  osType: string,
  migrationId: string,
  taken: readonly string[],
): string {
  const longest = osType.toLowerCase() === 'windows' ? LONGEST.windows : LONGEST.linux;
  const plain = sourceName.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const base = (/^[a-z]/.test(plain) ? plain : `p${plain}`).slice(0, longest - HASH_LENGTH);
  const hash = (migrationId.toLowerCase().split('-').at(-1) ?? '').replaceAll(/[^a-z0-9]/g, '').padEnd(8, '0');
  const others = new Set(taken.map((name) => name.toLowerCase()));
  for (let at = 0; at + HASH_LENGTH <= hash.length; at += 1) {
    const name = base + hash.slice(at, at + HASH_LENGTH);
    if (!others.has(name)) return name;
  }
  return base + hash.slice(0, HASH_LENGTH);
}
