import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import type { Binding, FunctionMetadata, WireData, WireResponse } from './core-api.ts';
import { HostError } from './host-error.ts';
import { expandSettings, type Settings } from './settings.ts';

/** Carries out what a function handed to its output bindings. */
export type DeliverOutputs = (metadata: FunctionMetadata, response: WireResponse) => Promise<void>;

const isQueueOutput = ({ direction, type, queueName }: Binding) =>
  direction === 'out' && type.toLowerCase() === 'servicebus' && typeof queueName === 'string';

/**
 * Refuses a binding that the local host cannot carry out, before it would lose what it is given.
 *
 * @throws HostError for any output other than the HTTP answer and a Service Bus queue, and for any input binding.
 */
export function checkBindings({ name, bindings }: FunctionMetadata): void {
  for (const binding of Object.values(bindings)) {
    if (/trigger$/i.test(binding.type) || binding.type === 'http' || isQueueOutput(binding)) continue;
    throw new HostError(
      'HOST_UNSUPPORTED',
      `function "${name}" has the ${binding.direction}put binding "${binding.type}"; the local host has http and Service Bus queues`,
    );
  }
}

/** Sends to Service Bus what functions put into their queue outputs; an array is several messages. */
export function queueOutputs(
  clientFor: (connection: string) => Promise<ServiceBusClient>,
  settings: Settings,
): DeliverOutputs {
  return async ({ name, bindings }, response) => {
    const given: [string, WireData | null | undefined][] = response.outputData.map((item) => [item.name, item.data]);
    if (bindings.$return) given.push(['$return', response.returnValue]);
    for (const [bindingName, data] of given) {
      const binding = bindings[bindingName];
      if (!data || !binding || !isQueueOutput(binding)) continue;
      const client = await clientFor(String(binding.connection));
      const sender = client.createSender(expandSettings(String(binding.queueName), settings, `function "${name}"`));
      try {
        await sender.sendMessages(toMessages(data));
      } finally {
        await sender.close();
      }
    }
  };
}

function toMessages({ string, json, bytes, int, double }: WireData): ServiceBusMessage[] {
  if (json !== undefined) {
    const value: unknown = JSON.parse(json);
    return (Array.isArray(value) ? value : [value]).map((body: unknown) => ({ body }));
  }
  return [{ body: string ?? (bytes && Buffer.from(bytes)) ?? int ?? double }];
}
