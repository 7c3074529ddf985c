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
  metadata: z.object({ continue: z.string().optional() }).optional(),
  items: z.array(z.looseObject({ metadata: z.looseObject({}) })).nullish(),
});

/** One kind of object: where it is listed, and what is kept of each. */
export interface Kind<T> {
  readonly path: string;
  /** Made anew for every try, so that nothing of a list that was begun again stays. */
  readonly cutter: () => (item: never) => readonly T[];
}

/**
 * Reads one list in pages. All pages are of the list's own moment; when the server has forgotten that moment (410)
 * the list is read again from its start, at most three times.
 */
export async function readList<T>(http: KubernetesHttp, { path, cutter }: Kind<T>): Promise<Seen<T>> {
  for (let restarts = 0; restarts <= MOST_RESTARTS; restarts += 1) {
    const seen = await readPages(http, path, cutter());
    if (seen !== 'expired') return seen;
  }
  return failed(`the list changed faster than it could be read (410, ${MOST_RESTARTS + 1} times)`);
}

async function readPages<T>(
  http: KubernetesHttp,
  path: string,
  cut: (item: never) => readonly T[],
): Promise<Seen<T> | 'expired'> {
  const items: T[] = [];
  let token = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await http.get(`${path}?limit=${PAGE}${token && `&continue=${encodeURIComponent(token)}`}`);
    if (answer.kind === 'expired') return 'expired';
    if (answer.kind === 'refused') return { kind: 'not-seen', reason: answer.reason, detail: answer.detail };
    const next = take(answer.body, cut, items);
    if (next === undefined) return failed("the API server's answer could not be understood");
    if (next === '') return { kind: 'seen', items };
    token = next;
  }
  return failed('the list never ended');
}

/** @returns the token of the next page, empty behind the last; `undefined` when the page is not a list */
function take<T>(body: unknown, cut: (item: never) => readonly T[], into: T[]): string | undefined {
  const page = Page.safeParse(body);
  if (!page.success) return undefined;
  try {
    for (const item of page.data.items ?? []) into.push(...cut(item as never));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return undefined; // a field of another type than Kubernetes has
  }
  return page.data.metadata?.continue ?? '';
}

function failed(detail: string): Seen<never> {
  return { kind: 'not-seen', reason: 'upstream-failed', detail };
}
