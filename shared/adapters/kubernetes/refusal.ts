/** Why something of a cluster was not read, and a sentence to act on. Nothing of what the server wrote is passed on. */
export interface Refusal {
  readonly reason: 'forbidden' | 'unreachable' | 'timed-out' | 'upstream-failed';
  readonly detail: string;
  /** Asking again does not help. */
  readonly final?: true;
  /** 404: there is no such thing. */
  readonly missing?: true;
}

export function refusalByStatus(status: number): Refusal {
  if (status === 401) {
    return {
      reason: 'forbidden',
      detail: 'the API server did not accept the sign-in (401); renew the credential and inspect again',
    };
  }
  if (status === 403) {
    return {
      reason: 'forbidden',
      detail: 'this identity may not list them (403); give it the role of docs/kubernetes-reader.md',
    };
  }
  if (status === 404) {
    return { reason: 'upstream-failed', detail: 'the API server does not serve them (404)', missing: true };
  }
  if (status === 429) {
    return { reason: 'upstream-failed', detail: 'the API server is too busy (429); inspect again later' };
  }
  if (status === 408 || status === 504) {
    return { reason: 'timed-out', detail: `the API server took too long (${status}); inspect again later` };
  }
  return { reason: 'upstream-failed', detail: `the API server answered ${status}; inspect again later` };
}

const TIMED_OUT = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known here; a private cluster can only be read from its own network',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'there is no way to it from this network',
  ENETUNREACH: 'there is no way to it from this network',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer; a private cluster or a firewall lets in only its own network',
  ETIMEDOUT: 'it does not answer; a private cluster or a firewall lets in only its own network',
};

/** What the connection itself failed of. */
export function refusalByError(error: unknown): Refusal {
  const code = codeOf(error);
  if (code !== undefined && TIMED_OUT.includes(code)) {
    return { reason: 'timed-out', detail: 'the API server took too long to answer; inspect again later' };
  }
  const why = code === undefined ? undefined : UNREACHABLE[code];
  if (why) {
    // A name that is not known and a port where nothing listens stay so for the next seconds.
    const final = code === 'ENOTFOUND' || code === 'ECONNREFUSED';
    return {
      reason: 'unreachable',
      detail: `the API server cannot be reached: ${why} (${code})`,
      ...(final && { final }),
    };
  }
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/.test(code)) {
    return {
      reason: 'unreachable',
      detail: `the API server's certificate cannot be trusted (${code}); check certificate-authority-data and the server's name in the kubeconfig`,
      final: true,
    };
  }
  if (isSignIn(error)) {
    return {
      reason: 'forbidden',
      detail: 'signing in did not work; see docs/errors/AZURE_SIGN_IN.md, or run the kubeconfig with kubectl',
      final: true,
    };
  }
  if (error instanceof SyntaxError || error instanceof RangeError) {
    return { reason: 'upstream-failed', detail: "the API server's answer could not be understood", final: true };
  }
  return { reason: 'unreachable', detail: `the connection to the API server broke (${code ?? 'no reason given'})` };
}

/** A credential could not be made; thrown by `ClusterAccess.headers`. */
export class SignInFailed extends Error {}

function isSignIn(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error instanceof SignInFailed || /^(CredentialUnavailable|Authentication|AggregateAuthentication)/.test(error.name)
  );
}

function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^\w{1,60}$/.test(code)) return code;
    // A name that has several addresses fails with all of their reasons.
    if (at instanceof AggregateError && at.errors[0] instanceof Error) return codeOf(at.errors[0]);
  }
  return undefined;
}
