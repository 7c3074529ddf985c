import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { UpstreamError } from '../../domain/errors.ts';
import type { WriteAnswer } from '../../ports/write-answer.ts';
import type { Accepted } from './aks-resource.ts';
import { isSignInError } from './refusal.ts';

/** Asked again after this where Azure does not say when. */
const AGAIN_SECONDS = 60;

/** Longer than this no message is passed on. */
const MOST_CHARACTERS = 500;

const UNDER_WAY = /in[- ]?progress|pending|another ?operation|being (?:created|updated|upgraded|deleted|reconciled)/i;

const Details = z.object({ code: z.string().optional(), message: z.string().optional() });

/**
 * Sends a change and tells how it was received.
 *
 * @param what was asked, as the object of a sentence: `to create pool x`
 * @throws UpstreamError `UPSTREAM_AZURE` when nobody knows whether it happened
 */
export async function asAnswer(what: string, call: () => Promise<Accepted | WriteAnswer>): Promise<WriteAnswer> {
  try {
    const received = await call();
    return 'kind' in received ? received : { kind: 'accepted', ...received };
  } catch (error) {
    return answerOf(error, what);
  }
}

/**
 * AKS answers 409 both for a change that has to wait its turn (`OperationNotAllowed`, with what is under way) and for one
 * that was decided on something older (`EtagMismatch`).
 *
 * @see https://learn.microsoft.com/azure/aks/aks-error-codes (409, `OperationNotAllowed`), https://aka.ms/aks-pending-operation
 * @throws UpstreamError `UPSTREAM_AZURE` for server errors, lost connections and time-outs
 */
export function answerOf(error: unknown, what: string): WriteAnswer {
  if (isSignInError(error)) {
    return {
      kind: 'refused',
      code: 'AZURE_SIGN_IN',
      because: `Signing in to Azure did not work: it was not asked ${what}.`,
    };
  }
  const status = isRestError(error) ? error.statusCode : undefined;
  if (!isRestError(error) || status === undefined || status < 400 || status === 408 || status >= 500) {
    throw new UpstreamError(
      'UPSTREAM_AZURE',
      `Azure did not say what became of it: it was asked ${what}.`,
      { asked: what, ...(status !== undefined && { status }) },
      { cause: error },
    );
  }
  const { code, message } = told(error);
  if (status === 429) return { kind: 'throttled', againSeconds: againSeconds(error) };
  if (status === 412 || (status === 409 && /etag/i.test(`${code} ${message}`))) {
    return { kind: 'changed', because: 'It is not as it was when this was decided.' };
  }
  if (status === 404 && code !== 'SubscriptionNotFound') {
    return { kind: 'changed', because: 'It is not there any more.' };
  }
  if (status === 409 && UNDER_WAY.test(`${code} ${message}`)) return { kind: 'busy', because: message };
  return { kind: 'refused', code, because: status === 401 || status === 403 ? forbidden(code) : message };
}

/** Azure's message names clients and tenants here, and does not say what to do. */
const forbidden = (code: string): string =>
  code === 'RequestDisallowedByPolicy'
    ? 'An Azure policy does not allow it.'
    : 'The executor’s identity may not do this. Give it the executor role of docs/permissions.md there; it can take minutes to count.';

function told(error: RestError): { code: string; message: string } {
  const body = error.details as { error?: unknown } | undefined;
  const details = Details.safeParse(body?.error ?? body).data;
  const code = details?.code ?? error.code ?? `HTTP ${error.statusCode}`;
  const message = details?.message ?? error.message;
  const cut = message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message;
  return { code: /^[\w .-]{1,80}$/.test(code) ? code : `HTTP ${error.statusCode}`, message: cut };
}

function againSeconds(error: RestError): number {
  const seconds = Number(error.response?.headers.get('retry-after') ?? AGAIN_SECONDS);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : AGAIN_SECONDS;
}
