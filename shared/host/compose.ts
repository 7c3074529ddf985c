import type { TokenCredential } from '@azure/identity';
import { azureCredential } from '../adapters/arm/credential.ts';
import { silentAnnouncer } from '../adapters/memory/announcer.ts';
import { extendableNodeKnowledge } from '../adapters/policy/node-knowledge.ts';
import { extendablePlanning } from '../adapters/policy/planning-source.ts';
import { extendablePolicy } from '../adapters/policy/policy-source.ts';
import { connectToServiceBus, type ServiceBusNamespace } from '../adapters/service-bus/client.ts';
import { serviceBusDeadLetters } from '../adapters/service-bus/dead-letters.ts';
import { serviceBusMessageSender } from '../adapters/service-bus/message-sender.ts';
import type { StorageAccount } from '../adapters/storage/account.ts';
import { blobOverrideFiles } from '../adapters/storage/override-files.ts';
import { tableStores } from '../adapters/storage/stores.ts';
import { realMoment, systemClock } from '../adapters/system/clock.ts';
import { systemDeadline } from '../adapters/system/deadline.ts';
import { systemPause } from '../adapters/system/pause.ts';
import { webhookAnnouncer } from '../adapters/webhook/announcer.ts';
import { plannedThresholds } from '../app/alerts/thresholds.ts';
import type { Fleet } from '../app/fleet.ts';
import { fleetOf } from '../app/use-cases.ts';
import type { Config } from '../config/config.ts';
import type { Announcer } from '../ports/announcer.ts';
import type { Clock } from '../ports/clock.ts';
import { azureParts } from './compose-azure.ts';
import { chatOf } from './compose-chat.ts';
import { onCallChannels } from './compose-on-call.ts';
import { signalSourceOf } from './compose-signals.ts';
import { errorFields, type Log, logLine } from './log.ts';

/** The Functions app's use cases, on Table and Blob storage, Service Bus and Azure. Nothing is sent before the first use. */
export function composeApp(config: Config, log: Log): { readonly clock: Clock; readonly fleet: Fleet } {
  const credential = azureCredential(config.AZURE_CLIENT_ID);
  const account = storageOf(config, credential);
  const bus = connectToServiceBus(serviceBusOf(config, credential));
  const azure = azureParts(config, (clusters, clock) =>
    signalSourceOf(config, clusters, clock, systemDeadline, credential),
  );
  const stores = tableStores(account, azure.ids, (error) =>
    log.warn(logLine('stored record not readable', errorFields(error))),
  );
  const files = blobOverrideFiles(account, config.POLICY_CONTAINER);
  const planning = extendablePlanning(files, azure.clock);
  const fleet = fleetOf({
    ...azure,
    ...stores,
    policy: extendablePolicy(files, azure.clock),
    planning,
    thresholds: plannedThresholds(planning),
    alertsOn: config.ALERTS === 'on',
    onCall: onCallChannels(config, systemClock),
    knowledge: extendableNodeKnowledge(files, azure.clock, azure.knowledge),
    plansKeptForDays: config.PLAN_KEEP_DAYS,
    sender: serviceBusMessageSender(bus, config.FLEET_CLOCK && realMoment(config.FLEET_CLOCK)),
    deadLetters: serviceBusDeadLetters(bus),
    announcer: announcerOf(config),
    ...chatOf(config, log),
  });
  return { clock: azure.clock, fleet };
}

/** `readConfig` has made sure that one of the two ways is complete. */
function storageOf(config: Config, credential: TokenCredential): StorageAccount {
  if (config.Storage) return { connectionString: config.Storage };
  return {
    tableServiceUri: config.Storage__tableServiceUri as string,
    blobServiceUri: config.Storage__blobServiceUri as string,
    credential,
  };
}

function serviceBusOf(config: Config, credential: TokenCredential): ServiceBusNamespace {
  if (config.ServiceBus) return { connectionString: config.ServiceBus };
  return { fullyQualifiedNamespace: config.ServiceBus__fullyQualifiedNamespace as string, credential };
}

/** Signed with the real time also for a fleet on a clock of its own: the receiver compares it with its own. */
function announcerOf({ WEBHOOK_URL: url, WEBHOOK_SECRET: secret }: Config): Announcer {
  return url && secret ? webhookAnnouncer({ url, secret }, systemClock, systemPause) : silentAnnouncer;
}
