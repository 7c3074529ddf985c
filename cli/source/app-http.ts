import { z } from 'zod';
import { ConfigError, InputError, UpstreamError } from '../../shared/domain/errors.ts';

/** How to reach and be let in by a deployed app. */
export interface AppAddress {
  readonly url: string;
  /** A function key; wins over a token. */
  readonly key?: string | undefined;
  /** Entra application id of the app's sign-in; a token for it is asked with `DefaultAzureCredential`. */
  readonly appId?: string | undefined;
}

/** The deployed app's HTTP API. Answers are checked against the same schemas that it is documented by. */
export interface AppHttp {
  get<T>(path: string, query: URLSearchParams, schema: z.ZodType<T>): Promise<T>;
  send<T>(method: 'POST' | 'DELETE', path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** The text of a resource that is not JSON. */
  text(path: string, query?: URLSearchParams): Promise<string>;
}

/** RFC 9457, with the code of a page in `docs/errors/`. */
const Problem = z.object({ code: z.string(), detail: z.string() });

const TIMEOUT_MS = 60_000;

/**
 * @throws InputError `CLI_APP_URL` when the address is not https (plain http only on this machine).
 * Calls throw `CLI_APP_SIGN_IN` (not let in), `CLI_APP` (not reached, or not understood), or the app's own code.
 */
export function appHttp(address: AppAddress): AppHttp {
  const base = baseUrl(address.url);
  const headers = headersOf(address, base);

  async function call(method: string, path: string, query?: URLSearchParams, body?: unknown): Promise<Response> {
    const url = new URL(path, base);
    url.search = query?.toString() ?? '';
    const answer = await fetch(url, {
      method,
      headers: { ...(await headers()), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      // A key or token must not follow a redirect to somewhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw new UpstreamError(
        'CLI_APP',
        `${base.origin} could not be reached: ${reasonOf(error)}`,
        {},
        { cause: error },
      );
    });
    if (!answer.ok) throw await refusal(answer, base);
    return answer;
  }

  return {
    async get(path, query, schema) {
      return understood(schema, await call('GET', path, query), base);
    },
    async send(method, path, body, schema) {
      return understood(schema, await call(method, path, undefined, body), base);
    },
    async text(path, query) {
      return (await call('GET', path, query)).text();
    },
  };
}

function baseUrl(text: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  const loopback = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new InputError('CLI_APP_URL', `--app needs an https address (http only for this machine), read ${text}`);
  }
  if (url.username || url.password)
    throw new InputError('CLI_APP_URL', '--app takes no user or password in the address');
  return url;
}

function headersOf({ key, appId }: AppAddress, base: URL): () => Promise<Record<string, string>> {
  let token: Promise<string> | undefined;
  return async (): Promise<Record<string, string>> => {
    if (key) return { 'x-functions-key': key };
    if (!appId) return {};
    token ??= tokenFor(appId, base);
    return { authorization: `Bearer ${await token}` };
  };
}

async function tokenFor(appId: string, base: URL): Promise<string> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  const scope = appId.includes('://') ? `${appId}/.default` : `api://${appId}/.default`;
  try {
    return (await new DefaultAzureCredential().getToken(scope)).token;
  } catch (error) {
    throw new ConfigError(
      'CLI_APP_SIGN_IN',
      `no token for ${base.host} (${scope}); sign in with "az login"`,
      {},
      { cause: error },
    );
  }
}

async function refusal(answer: Response, base: URL): Promise<Error> {
  const problem = Problem.safeParse(await answer.json().catch(() => undefined));
  const told = answer.status === 403 && problem.success;
  if (!told && [301, 302, 303, 307, 308, 401, 403].includes(answer.status)) {
    return new ConfigError(
      'CLI_APP_SIGN_IN',
      `${base.host} did not let us in (${answer.status}); set STEWARD_APP_KEY, or give --app-id and sign in with "az login"`,
    );
  }
  if (!problem.success) {
    return new UpstreamError('CLI_APP', `${base.host} answered ${answer.status} to ${new URL(answer.url).pathname}`);
  }
  const { code, detail } = problem.data;
  return answer.status < 500 ? new InputError(code, detail) : new UpstreamError(code, detail);
}

async function understood<T>(schema: z.ZodType<T>, answer: Response, base: URL): Promise<T> {
  const body: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UpstreamError(
    'CLI_APP',
    `${base.host} answered something else than this version of steward understands: ${issue?.path.join('.') || 'body'}: ${issue?.message}`,
  );
}

function reasonOf(error: Error): string {
  const cause = error.cause as (Error & { code?: string }) | undefined;
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1_000} s`;
  return cause?.code ?? cause?.message ?? error.message;
}
