import { ServiceBusClient } from '@azure/service-bus';
import { HostError } from './host-error.ts';
import type { Settings } from './settings.ts';

/**
 * Opens a Service Bus connection the way the platform's bindings find it: the setting `NAME` (or
 * `AzureWebJobsNAME`) holds a connection string, or `NAME__fullyQualifiedNamespace` a host name that
 * is reached with the developer's own identity.
 *
 * @throws HostError when neither is set.
 */
export async function openServiceBus(name: string, settings: Settings): Promise<ServiceBusClient> {
  const connectionString = settings[name] || settings[`AzureWebJobs${name}`];
  if (connectionString) return new ServiceBusClient(connectionString);
  const namespace = settings[`${name}__fullyQualifiedNamespace`];
  if (!namespace) {
    throw new HostError(
      'HOST_SETTING_MISSING',
      `the connection "${name}" needs the setting ${name} or ${name}__fullyQualifiedNamespace`,
    );
  }
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new ServiceBusClient(namespace, new DefaultAzureCredential());
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
