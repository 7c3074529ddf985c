import type { Instant } from '../../domain/time.ts';
import { CHAT_BODY_TOO_LONG, type ChatRequest, type ChatResponse, LONGEST_CHAT_BODY } from '../../ports/chat.ts';
import { isOnThisMachine, isThisMachine } from './loopback.ts';
import { BOT_FRAMEWORK, type Who } from './settings.ts';

const TOLERANCE_S = 300;

/** Why a request is not even looked into; `undefined`: it may be. Costs nothing, and nobody's word is taken for it. */
export function refuseAtTheDoor({ headers, body }: ChatRequest, who: Who, now: Instant): ChatResponse | undefined {
  if (who.kind === 'local') {
    const stranger = strangerOf(headers);
    if (stranger) return stranger;
  } else {
    const refused = refuseToken(headers['authorization'], who.appId, now);
    if (refused) return refused;
  }
  return Buffer.byteLength(body) > LONGEST_CHAT_BODY ? CHAT_BODY_TOO_LONG : undefined;
}

export const NOT_UNDERSTOOD: ChatResponse = {
  status: 400,
  problem: { code: 'CHAT_NOT_AN_ACTIVITY', detail: 'The body is no activity of Microsoft Teams.' },
};

export const TOKEN_REFUSED: ChatResponse = {
  status: 401,
  problem: { code: 'CHAT_TOKEN_REFUSED', detail: 'The token is not one of the Bot Framework for this app.' },
};

export const KEYS_UNREACHABLE: ChatResponse = {
  status: 503,
  headers: { 'retry-after': '30' },
  problem: { code: 'CHAT_KEYS_UNREACHABLE', detail: 'The keys that tokens are checked with cannot be read now.' },
};

export const ELSEWHERE: ChatResponse = {
  status: 403,
  problem: { code: 'CHAT_NOT_LOCAL', detail: 'Without tokens only a chat client on this machine is answered.' },
};

/** A page elsewhere can point a name of its own here, or send a form; its names give it away. */
function strangerOf(headers: ChatRequest['headers']): ChatResponse | undefined {
  const { host, origin } = headers;
  if (host !== undefined && !isThisMachine(host)) return ELSEWHERE;
  if (origin !== undefined && !isOnThisMachine(origin)) return ELSEWHERE;
  if (/^application\/json\b/i.test(headers['content-type'] ?? '')) return undefined;
  return { status: 415, problem: { code: 'HTTP_NOT_JSON', detail: 'Send the activity as application/json.' } };
}

/** What needs no key to be refused; the SDK checks the signature, and all of this again. */
function refuseToken(authorization: string | undefined, appId: string, now: Instant): ChatResponse | undefined {
  if (!authorization) {
    return { status: 401, problem: { code: 'CHAT_NOT_SIGNED', detail: 'There is no token of the Bot Framework.' } };
  }
  const [scheme, token, ...more] = authorization.split(' ');
  const claims = scheme === 'Bearer' && more.length === 0 ? claimsOf(token ?? '') : undefined;
  const isOurs = claims?.['iss'] === BOT_FRAMEWORK && String(claims['aud']).toLowerCase() === appId;
  if (!isOurs) return TOKEN_REFUSED;
  const ends = Number(claims?.['exp']);
  return ends + TOLERANCE_S > now / 1000 ? undefined : TOKEN_REFUSED;
}

function claimsOf(token: string): Record<string, unknown> | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
