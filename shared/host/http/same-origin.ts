/**
 * Whether a write may come from where it says it comes from. A browser names the page's origin with
 * every write, so that a foreign page cannot use somebody's sign-in; programs send no origin at all.
 *
 * @param header by name in lower case
 */
export function isSameOrigin(header: (name: string) => string | undefined): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = header('origin');
  if (origin === undefined) return true;
  const own = header('x-forwarded-host') ?? header('host');
  return URL.canParse(origin) && own !== undefined && new URL(origin).host === own.toLowerCase();
}
