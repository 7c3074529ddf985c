import type { Fleet } from '../../app/fleet.ts';
import type { Config } from '../../config/config.ts';
import { InputError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { type AuthSettings, authenticate } from './auth.ts';
import { withEtag } from './etag.ts';
import { problem, problemOf } from './problem.ts';
import type { Reply, Route } from './route.ts';
import { isSameOrigin } from './same-origin.ts';
import { COMMON_HEADERS } from './security-headers.ts';

/** A request as any HTTP server has it. */
export interface Incoming {
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly header: (name: string) => string | undefined;
  readonly text: () => Promise<string>;
}

/** Who is let in, and where the pages link to. */
export type HttpSettings = AuthSettings & Pick<Config, 'CHAT_LINK'>;

/** What is behind the routes. */
export interface Behind {
  /** The app; built when the first request comes, which may fail. */
  running(): Promise<{ readonly fleet: Fleet; readonly clock: Clock; readonly config: HttpSettings }>;
  /** Hears of errors that the caller is not told in full. */
  failed(error: unknown): void;
}

/** An exemption is under 3 KB; whatever is far longer is not one. */
const LONGEST_BODY = 16_384;

/** Lets a request in or not, runs its route, and turns every error into an answer. Never throws. */
export async function answer(route: Route, incoming: Incoming, behind: Behind): Promise<Reply> {
  const reply = await presented(route, incoming, await guarded(route, incoming, behind));
  const tagged =
    route.method === 'GET' && reply.status === 200 ? withEtag(reply, incoming.header('if-none-match')) : reply;
  return { ...tagged, headers: { ...COMMON_HEADERS, ...tagged.headers } };
}

async function guarded(route: Route, incoming: Incoming, behind: Behind): Promise<Reply> {
  try {
    const { fleet, clock, config } = await behind.running();
    const asks = authenticate(config, incoming.header);
    if (asks.kind === 'out') return problem(401, asks.code, asks.detail);
    const refused = refusalOf(route, incoming);
    if (refused) return refused;
    return await route.handle({
      fleet,
      now: clock.now(),
      who: asks.who,
      asker: asks.asker,
      url: incoming.url,
      chatLink: config.CHAT_LINK,
      params: incoming.params,
      header: incoming.header,
      text: () => limited(incoming),
    });
  } catch (error) {
    const reply = problemOf(error);
    if (reply.status >= 500) behind.failed(error);
    return reply;
  }
}

async function presented(route: Route, { url }: Incoming, reply: Reply): Promise<Reply> {
  if (!reply.problem || !route.present) return reply;
  const shown = await route.present(reply.problem, url);
  return { ...shown, headers: { ...reply.headers, ...shown.headers } };
}

/** Writes come from our own pages or from programs, and say what they carry. */
function refusalOf(route: Route, { header }: Incoming): Reply | undefined {
  if (route.method === 'GET') return undefined;
  if (!isSameOrigin(header)) {
    return problem(
      403,
      'HTTP_FOREIGN_ORIGIN',
      'Writes are taken from pages of this app and from programs, not from other sites.',
    );
  }
  if (route.body && !/^application\/json\b/i.test(header('content-type') ?? '')) {
    return problem(415, 'HTTP_NOT_JSON', 'Send the body as application/json.');
  }
  return undefined;
}

async function limited(incoming: Incoming): Promise<string> {
  const text = await incoming.text();
  if (text.length <= LONGEST_BODY) return text;
  throw new InputError('BODY_NOT_UNDERSTOOD', `The body is longer than ${LONGEST_BODY} characters.`);
}
