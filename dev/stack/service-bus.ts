import { fileURLToPath } from 'node:url';
import { loadQueueDefinitions, type ServiceBusEmulator, startServiceBus } from '../service-bus/start.ts';
import { asTaken, type PickPort, usualOrFree } from './ports.ts';
import type { Terminal } from './terminal.ts';

const QUEUES = fileURLToPath(new URL('../../infra/queues.json', import.meta.url));

/**
 * Starts the Service Bus emulator with the queues that are deployed. It lives in this process.
 * @param lockDuration how long a message stays with whoever took it, as ISO 8601; absent: as deployed
 */
export async function startBus(
  keep: (emulator: ServiceBusEmulator) => ServiceBusEmulator,
  terminal: Terminal,
  lockDuration?: string,
  pick: PickPort = usualOrFree,
): Promise<ServiceBusEmulator> {
  const taken = await pick(5672);
  const deployed = await loadQueueDefinitions(QUEUES);
  const queues = lockDuration === undefined ? deployed : deployed.map((queue) => ({ ...queue, lockDuration }));
  const emulator = keep(await startServiceBus({ queues, port: taken.port }));
  terminal.part('Service Bus emulator', `sb://127.0.0.1:${emulator.port}${asTaken(taken)}; ${queues.length} queues`);
  return emulator;
}
