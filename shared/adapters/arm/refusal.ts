import { isRestError } from '@azure/core-rest-pipeline';
import type { NotSeenReason } from '../../domain/fleet/coverage.ts';

/** What became of a question that Azure did not answer: a reason to count, and a sentence to act on. */
export interface Refusal {
  readonly reason: NotSeenReason;
  readonly detail: string;
  /** The HTTP status, where there was an answer at all. */
  readonly status?: number;
  /** Azure's own code, as in `AuthorizationFailed`. */
  readonly code?: string;
}

const AGAIN = 'The next sweep asks again.';

const REMEDY: Partial<Record<NotSeenReason, string>> = {
  forbidden: 'Give the identity the reader role of docs/permissions.md there; it can take minutes to count.',
  throttled: `${AGAIN} If it stays, sweep less often, or find who else asks this much.`,
  disabled: 'Nothing in a disabled subscription can be read; enable it, or leave it out of the sweep.',
  'timed-out': AGAIN,
  'upstream-failed': `${AGAIN} If it stays, look at status.azure.com.`,
};

/**
 * Turns whatever an Azure client threw into a value. Azure's message is left out (it names clients and
 * tenants): the status and the code say what happened.
 *
 * @param asking what was asked, as the object of a sentence: `the clusters of subscription 1111...`
 */
export function refusalOf(error: unknown, asking: string): Refusal {
  if (isSignInError(error)) {
    return {
      reason: 'forbidden',
      detail: `Signing in to Azure did not work, so it could not be asked for ${asking}. See docs/errors/AZURE_SIGN_IN.md.`,
    };
  }
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    return { reason: 'timed-out', detail: `Azure took too long to answer for ${asking}. ${AGAIN}` };
  }
  if (!isRestError(error)) {
    return { reason: 'upstream-failed', detail: `Azure's answer for ${asking} could not be understood. ${AGAIN}` };
  }
  const status = error.statusCode;
  const code = codeOf(error);
  if (status === undefined || status < 400) {
    const reason = code === 'ETIMEDOUT' ? 'timed-out' : 'upstream-failed';
    return {
      reason,
      detail: `Azure could not be reached for ${asking} (${code ?? 'no answer'}). ${AGAIN}`,
      ...(code && { code }),
    };
  }
  const reason = reasonOf(status, code);
  return {
    reason,
    detail: `Azure refused ${asking} (${[status, code].filter(Boolean).join(' ')}). ${REMEDY[reason] ?? AGAIN}`,
    status,
    ...(code && { code }),
  };
}

/** `@azure/identity` throws these before anything is sent. */
export function isSignInError(error: unknown): boolean {
  const names = ['CredentialUnavailableError', 'AuthenticationError', 'AggregateAuthenticationError'];
  return error instanceof Error && (names.includes(error.name) || error.name === 'AuthenticationRequiredError');
}

function reasonOf(status: number, code: string | undefined): NotSeenReason {
  if (code && /DisabledSubscription|SubscriptionNotRegistered/i.test(code)) return 'disabled';
  // A subscription that is not visible to us and one that does not exist answer alike.
  if (status === 401 || status === 403 || code === 'SubscriptionNotFound') return 'forbidden';
  if (status === 429) return 'throttled';
  if (status === 408 || status === 504) return 'timed-out';
  return 'upstream-failed';
}

/** Only a plain code is passed on: an identifier, not a sentence. */
function codeOf(error: { code?: string; details?: unknown }): string | undefined {
  const body = error.details as { error?: { code?: unknown }; code?: unknown } | undefined;
  const code = body?.error?.code ?? body?.code ?? error.code;
  return typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : undefined;
}
