import { ServiceBusClient, type ServiceBusClientOptions } from '@azure/service-bus';
import { HostError } from './host-error.ts';
import type { Settings } from './settings.ts';

/**
 * What was under way when a connection broke is not answered any more; the SDK would wait a minute for it,
 * longer than the host has to end.
 */
const PATIENCE: ServiceBusClientOptions = { retryOptions: { timeoutInMs: 10_000 } };

/**
 * Opens a Service Bus connection the way the platform's bindings find it: the setting `NAME` (or
 * `AzureWebJobsNAME`) holds a connection string, or `NAME__fullyQualifiedNamespace` a host name that
 * is reached with the developer's own identity.
 *
 * @throws HostError when neither is set.
 */
export async function openServiceBus(name: string, settings: Settings): Promise<ServiceBusClient> {
  const connectionString = settings[name] || settings[`AzureWebJobs${name}`];
  if (connectionString) return new ServiceBusClient(connectionString, PATIENCE);
  const namespace = settings[`${name}__fullyQualifiedNamespace`];
  if (!namespace) {
    throw new HostError(
      'HOST_SETTINGS',
      `the connection "${name}" needs the setting ${name} or ${name}__fullyQualifiedNamespace`,
    );
  }
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new ServiceBusClient(namespace, new DefaultAzureCredential(), PATIENCE);
}

/** One Service Bus connection for each name that bindings use. */
export function sharedConnections(settings: Settings) {
  const open = new Map<string, Promise<ServiceBusClient>>();
  return {
    get(name: string): Promise<ServiceBusClient> {
      const client = open.get(name) ?? openServiceBus(name, settings);
      open.set(name, client);
      return client;
    },
    async close(): Promise<void> {
      for (const client of open.values()) await (await client).close();
    },
  };
}
