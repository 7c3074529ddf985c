import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Pipeline } from '@azure/core-rest-pipeline';

/** `disableKeepAlive` of the pipeline takes Node's own agent, and that one keeps connections today. */
const AGENTS = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) } as const;

/** How long calls may take, and who hears that one goes out. */
export interface CallLimit {
  readonly signal: () => AbortSignal;
  readonly onSend?: (method: string) => void;
}

/**
 * The SDK sends again by itself after 429, 5xx and a broken connection; a second post is news to a chat, so here a call
 * goes out once. It is not sent elsewhere either. Each has a connection of its own: one that was kept can break just as it
 * is used again, and then nobody knows whether the message stands.
 *
 * @param client of the connector; its pipeline is no part of its type
 */
export function sendOnce(client: object, { signal, onSend }: CallLimit): void {
  const { pipeline } = (client as { readonly client: { readonly pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy(
    {
      name: 'sendOnce',
      sendRequest(request, next) {
        const abortSignal = signal();
        abortSignal.throwIfAborted();
        request.abortSignal = abortSignal;
        request.agent = request.url.startsWith('https:') ? AGENTS.https : AGENTS.http;
        onSend?.(request.method);
        return next(request);
      },
    },
    { afterPhase: 'Sign', afterPolicies: ['ServiceClientContext_Credentials_SignRequest'] },
  );
}
