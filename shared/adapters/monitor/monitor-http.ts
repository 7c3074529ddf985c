import type { TokenCredential } from '@azure/identity';
import { request } from 'undici';
import type { Deadline } from '../../ports/deadline.ts';

/** What a monitor answered; a question that it did not answer whole is never an empty answer. */
export type MonitorAnswer =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'failed'; readonly why: string };

export interface MonitorQuestion {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One query service, signed in with one scope. */
export type AskMonitor = (question: MonitorQuestion) => Promise<MonitorAnswer>;

/** A look takes a minute at most, and several questions are asked in it. */
const ANSWER_MS = 20_000;

/** Longer is no answer to a question about one cluster. */
const LONGEST_BODY = 128 * 1024 * 1024;

/** Words of a service are shown to people; more than this helps nobody. */
const LONGEST_WORDS = 200;

/**
 * Asks once: the next look comes within a minute, and one that is late helps nobody.
 *
 * @param name as people call it: `Prometheus`
 */
export function askMonitor(
  name: string,
  scope: string,
  credential: TokenCredential,
  deadline: Deadline,
  answerMs = ANSWER_MS,
): AskMonitor {
  return async ({ url, contentType, body, headers = {} }) => {
    const signal = deadline(answerMs);
    let token: string | undefined;
    try {
      token = (await credential.getToken(scope, { abortSignal: signal }))?.token;
    } catch {
      token = undefined;
    }
    if (!token) return failed(`Signing in to ${name} did not work.`);
    try {
      const response = await request(url, {
        method: 'POST',
        signal,
        headers: {
          accept: 'application/json',
          'content-type': contentType,
          'user-agent': 'image-steward',
          authorization: `Bearer ${token}`,
          ...headers,
        },
        body,
      });
      const text = await textOf(response.body);
      if (response.statusCode === 200) return { kind: 'answered', body: JSON.parse(text) };
      return failed(`${name} ${meaningOf(response.statusCode)}${wordsOf(text)}`);
    } catch (error) {
      if (signal.aborted) return failed(`${name} did not answer within ${answerMs / 1_000} seconds.`);
      if (error instanceof SyntaxError || error instanceof RangeError) {
        return failed(`${name} gave an answer that could not be understood.`);
      }
      const { code } = error as { code?: unknown };
      return failed(`${name} cannot be reached (${typeof code === 'string' ? code : 'no reason given'}).`);
    }
  };
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw new RangeError('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function meaningOf(status: number): string {
  if (status === 401) return 'did not accept the sign-in (401)';
  if (status === 403) return 'may not be read by this identity (403); see docs/permissions.md';
  if (status === 429) return 'is asked too often (429)';
  if (status === 503) return 'gave up on the query (503)';
  return `answered ${status}`;
}

/** What the service says of its refusal; both kinds write JSON with `error`. */
function wordsOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    const words = typeof error === 'string' ? error : (error as { message?: unknown } | undefined)?.message;
    return typeof words === 'string' ? `: ${shortened(words)}` : '.';
  } catch {
    return '.';
  }
}

export function shortened(words: string): string {
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS - 1)}…` : words;
}

function failed(why: string): MonitorAnswer {
  return { kind: 'failed', why };
}
