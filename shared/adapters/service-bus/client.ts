import type { TokenCredential } from '@azure/identity';
import { isServiceBusError, ServiceBusClient } from '@azure/service-bus';
import { UpstreamError } from '../../domain/errors.ts';

/** Where the queues are: by connection string (local emulator), or by name with an identity. */
export type ServiceBusNamespace =
  | { readonly connectionString: string }
  | { readonly fullyQualifiedNamespace: string; readonly credential: TokenCredential };

/** Three tries of 30 s at most: inside a Functions invocation, with room to fail and be delivered again. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 1_000, maxRetryDelayInMs: 10_000, timeoutInMs: 30_000 };

/** One connection for senders and for looking at dead letters. Nothing is sent before the first use. */
export function connectToServiceBus(namespace: ServiceBusNamespace): ServiceBusClient {
  if ('connectionString' in namespace) {
    return new ServiceBusClient(namespace.connectionString, { retryOptions: RETRIES });
  }
  return new ServiceBusClient(namespace.fullyQualifiedNamespace, namespace.credential, { retryOptions: RETRIES });
}

/** Any answer but a success: whether the messages are on the queue is not known, so they are sent again. */
export function serviceBusError(queue: string, doing: string, cause: unknown): UpstreamError {
  const code = isServiceBusError(cause) ? cause.code : ((cause as { code?: unknown } | undefined)?.code ?? 'unknown');
  const hint =
    code === 'UnauthorizedAccess' ? ' The identity needs its Service Bus roles, see docs/permissions.md.' : '';
  return new UpstreamError(
    'UPSTREAM_SERVICE_BUS',
    `Service Bus did not answer as it should while ${doing} the queue ${queue} (${code}).${hint}`,
    { queue, reason: String(code) },
    { cause },
  );
}
