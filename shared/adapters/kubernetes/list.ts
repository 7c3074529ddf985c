import { z } from 'zod';
import type { Seen } from '../../domain/cluster/facts.ts';
import type { KubernetesHttp } from './http.ts';

/** Items in one answer: few enough that a page is cut down before the next one comes. */
const PAGE = 500;

/** A list whose token expires more often than this changes faster than it can be read. */
const MOST_RESTARTS = 3;

/** 2 million objects of one kind; more is a server that never ends its list. */
const MOST_PAGES = 4_000;

const Page = z.object({
  metadata: z.object({ continue: z.string().optional(), resourceVersion: z.string().optional() }).optional(),
  items: z.array(z.looseObject({ metadata: z.looseObject({}) })).nullish(),
});

/** One kind of object: where it is listed, and what is kept of each. */
export interface Kind<T> {
  readonly path: string;
  /** Selectors, as in `fieldSelector=spec.nodeName%3Dn1`; absent: all of them. */
  readonly query?: string;
  /** Items in one answer, where the usual number takes too much memory. */
  readonly page?: number;
  /** Made anew for every try, so that nothing of a list that was begun again stays. */
  readonly cutter: () => (item: never) => readonly T[];
}

/**
 * Reads one list in pages. All pages are of the list's own moment; when the server has forgotten that moment (410)
 * the list is read again from its start, at most three times.
 */
export async function readList<T>(http: KubernetesHttp, kind: Kind<T>): Promise<Seen<T>> {
  return (await readListAt(http, kind)).seen;
}

/** The same, with the version that a watch goes on from; empty when nothing was seen. */
export async function readListAt<T>(
  http: KubernetesHttp,
  { path, query, page = PAGE, cutter }: Kind<T>,
): Promise<{ readonly seen: Seen<T>; readonly version: string }> {
  const first = `${path}?${query ? `${query}&` : ''}limit=${page}`;
  for (let restarts = 0; restarts <= MOST_RESTARTS; restarts += 1) {
    const read = await readPages(http, first, cutter());
    if (read !== 'expired') return read;
  }
  return {
    seen: failed(`the list changed faster than it could be read (410, ${MOST_RESTARTS + 1} times)`),
    version: '',
  };
}

async function readPages<T>(
  http: KubernetesHttp,
  first: string,
  cut: (item: never) => readonly T[],
): Promise<{ readonly seen: Seen<T>; readonly version: string } | 'expired'> {
  const items: T[] = [];
  const version = '';
  let token = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await http.get(`${first}${token && `&continue=${encodeURIComponent(token)}`}`);
    if (answer.kind === 'expired') return 'expired';
    if (answer.kind === 'refused') {
      return { seen: { kind: 'not-seen', reason: answer.reason, detail: answer.detail }, version };
    }
    const next = take(answer.body, cut, items);
    if (next === undefined) return { seen: failed("the API server's answer could not be understood"), version };
    if (next.token === '') return { seen: { kind: 'seen', items }, version: next.version };
    token = next.token;
  }
  return { seen: failed('the list never ended'), version };
}

/** @returns the token of the next page, empty behind the last; `undefined` when the page is not a list */
function take<T>(
  body: unknown,
  cut: (item: never) => readonly T[],
  into: T[],
): { readonly token: string; readonly version: string } | undefined {
  const page = Page.safeParse(body);
  if (!page.success) return undefined;
  try {
    for (const item of page.data.items ?? []) into.push(...cut(item as never));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return undefined; // a field of another type than Kubernetes has
  }
  const { continue: token = '', resourceVersion: version = '' } = page.data.metadata ?? {};
  return { token, version };
}

function failed(detail: string): Seen<never> {
  return { kind: 'not-seen', reason: 'upstream-failed', detail };
}
