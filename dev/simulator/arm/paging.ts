import type { ArmRequest } from './http.ts';

const PAGE = 100;

/** One page of a list, with the link to the next one. An empty page is a legal answer. */
export function paged<T>(
  all: readonly T[],
  request: ArmRequest,
  endpoint: string,
  render: (item: T) => unknown,
): { value: unknown[]; nextLink?: string } {
  const token = request.query.get('$skiptoken');
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString()) || 0;
  const value = all.slice(from, from + PAGE).map(render);
  if (from + PAGE >= all.length) return { value };
  const next = encodeURIComponent(Buffer.from(String(from + PAGE)).toString('base64'));
  const version = encodeURIComponent(request.query.get('api-version') ?? '');
  return { value, nextLink: `${endpoint}${request.path}?api-version=${version}&$skiptoken=${next}` };
}
