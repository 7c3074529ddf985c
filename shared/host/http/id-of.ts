/** The id in an address; whatever does not look like one is '', and does not reach a store or a header. */
export function idOf(params: Readonly<Record<string, string>>): string {
  const id = (params['id'] ?? '').toLowerCase();
  return /^[a-z][a-z0-9-]{0,99}$/.test(id) ? id : '';
}
