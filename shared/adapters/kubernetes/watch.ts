import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import type { ClusterAccess } from './access.ts';
import { type Refusal, refusalByError, refusalByStatus } from './refusal.ts';

/** One stream of changes, by GET. */
export interface KubernetesWatch {
  /**
   * Events as they come, until the server or `signal` ends the stream.
   *
   * @throws WatchBroken when it cannot be begun, or breaks
   */
  events(path: string, signal: AbortSignal): AsyncIterable<WatchEvent>;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: { readonly metadata: { readonly resourceVersion?: string | undefined } };
}

/** The stream is over, and not because the server said so. */
export class WatchBroken extends Error {
  /** `expired`: the version that it began at is no longer known (410): list again. */
  readonly refusal: Refusal | 'expired';

  constructor(refusal: Refusal | 'expired') {
    super(refusal === 'expired' ? 'the resource version is too old' : refusal.detail);
    this.refusal = refusal;
  }
}

/** A line is one object; what is longer is none of Kubernetes. */
const LONGEST_LINE = 16 * 1024 * 1024;

const HEADERS_MS = 30_000;

const Line = z.object({
  type: z.string(),
  object: z.looseObject({
    code: z.number().optional(),
    metadata: z.looseObject({ resourceVersion: z.string().optional() }),
  }),
});

export function kubernetesWatch(access: ClusterAccess, dispatcher: Dispatcher): KubernetesWatch {
  async function begin(path: string, signal: AbortSignal) {
    const { statusCode, body } = await request(`${access.server}${path}`, {
      method: 'GET',
      dispatcher,
      signal,
      headers: { accept: 'application/json', 'user-agent': 'image-steward', ...(await access.headers()) },
      headersTimeout: HEADERS_MS,
      // A quiet watch is no broken one: the server ends it when its time is over.
      bodyTimeout: 0,
    });
    if (statusCode === 200) return body;
    await body.dump();
    throw new WatchBroken(statusCode === 410 ? 'expired' : refusalByStatus(statusCode));
  }

  return {
    async *events(path, signal) {
      try {
        const body = await begin(path, signal);
        for await (const line of linesOf(body)) {
          const { type, object } = Line.parse(JSON.parse(line));
          if (type === 'ERROR')
            throw new WatchBroken(object.code === 410 ? 'expired' : refusalByStatus(object.code ?? 500));
          yield { type, object } as WatchEvent;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof WatchBroken) throw error;
        if (error instanceof z.ZodError) throw new WatchBroken(refusalByError(new SyntaxError(error.message)));
        throw new WatchBroken(refusalByError(error));
      }
    },
  };
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    if (rest.length > LONGEST_LINE) throw new RangeError('a line without an end');
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield line;
  }
}
