import type { TokenCredential } from '@azure/identity';
import { isServiceBusError, ServiceBusClient } from '@azure/service-bus';
import { UpstreamError } from '../../domain/errors.ts';

/** Where the queues are: by connection string (local emulator), or by name with an identity. */
export type ServiceBusNamespace =
  | { readonly connectionString: string }
  | { readonly fullyQualifiedNamespace: string; readonly credential: TokenCredential };

/**
 * One try. When a connection breaks unnoticed, the client waits this long before it tries on another; messages
 * sent twice by that are dropped by their ids.
 */
const TIMEOUT_MS = 10_000;

/** One connection for senders and for looking at dead letters. Nothing is sent before the first use. */
export function connectToServiceBus(namespace: ServiceBusNamespace, timeoutInMs = TIMEOUT_MS): ServiceBusClient {
  const retryOptions = { maxRetries: 3, retryDelayInMs: 1_000, maxRetryDelayInMs: 10_000, timeoutInMs };
  if ('connectionString' in namespace) return new ServiceBusClient(namespace.connectionString, { retryOptions });
  return new ServiceBusClient(namespace.fullyQualifiedNamespace, namespace.credential, { retryOptions });
}

/** Any answer but a success: whether the messages are on the queue is not known, so they are sent again. */
export function serviceBusError(queue: string, doing: string, cause: unknown): UpstreamError {
  const code = isServiceBusError(cause)
    ? cause.code
    : String((cause as { code?: unknown } | undefined)?.code ?? 'unknown');
  const hint =
    code === 'UnauthorizedAccess' ? ' The identity needs its Service Bus roles, see docs/permissions.md.' : '';
  return new UpstreamError(
    'UPSTREAM_SERVICE_BUS',
    `Service Bus did not answer as it should while ${doing} the queue ${queue} (${code}).${hint}`,
    { queue, reason: code },
    { cause },
  );
}
