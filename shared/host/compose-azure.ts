import { readFileSync } from 'node:fs';
import { armFactsReader } from '../adapters/arm/arm-facts-reader.ts';
import { armClusterCredential } from '../adapters/arm/cluster-credential.ts';
import { armClusterDetails } from '../adapters/arm/cluster-details.ts';
import { type ArmConnection, connectToArm, type Patience, WRITE_PATIENCE } from '../adapters/arm/connection.ts';
import { azureCredential } from '../adapters/arm/credential.ts';
import { armFleetReader } from '../adapters/arm/fleet-reader.ts';
import { armSubscriptionSource } from '../adapters/arm/subscription-source.ts';
import { kubernetesClusterReader } from '../adapters/kubernetes/cluster-reader.ts';
import { type ClusterConnections, clusterConnections } from '../adapters/kubernetes/connections.ts';
import { accessThroughArm } from '../adapters/kubernetes/find-access.ts';
import { kubernetesSignals } from '../adapters/monitor/kubernetes-signals.ts';
import { bundledNodeKnowledge } from '../adapters/policy/node-knowledge.ts';
import { bundledPrices } from '../adapters/prices/bundled-prices.ts';
import { retailPrices } from '../adapters/prices/retail-prices.ts';
import { fleetClock, systemClock } from '../adapters/system/clock.ts';
import { systemDeadline } from '../adapters/system/deadline.ts';
import { systemIds } from '../adapters/system/ids.ts';
import { systemPacking } from '../adapters/system/packing.ts';
import { systemPause } from '../adapters/system/pause.ts';
import { sha256Hex } from '../adapters/system/text-hash.ts';
import type { Parts, SweepLimits, SweepScope } from '../app/parts.ts';
import type { SweepConfig } from '../config/config.ts';
import { ConfigError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { PriceSource } from '../ports/price-source.ts';
import type { SignalSource } from '../ports/signal-source.ts';
import { type ExecutorConfig, type ExecutorParts, executorParts } from './compose-executor.ts';

const MS_PER_HOUR = 3_600_000;

/** The parts that are the same in Azure and on a laptop: Azure itself, the clock, and what the settings say. */
export type AzureParts = Pick<
  Parts,
  | 'clock'
  | 'ids'
  | 'hash'
  | 'packing'
  | 'subscriptions'
  | 'reader'
  | 'details'
  | 'clusterReader'
  | 'signals'
  | 'armFacts'
  | 'knowledge'
  | 'prices'
  | 'scope'
  | 'limits'
  | 'ownerKeys'
> &
  ExecutorParts;

/** @param signalsOf who watches clusters, over the connections of the one who reads the fleet */
export function azureParts(
  config: ExecutorConfig,
  signalsOf: (clusters: ClusterConnections, clock: Clock) => SignalSource = byTheirOwnApi,
): AzureParts {
  const clock = config.FLEET_CLOCK ? fleetClock(config.FLEET_CLOCK) : systemClock;
  const arm = armConnection(config, config.AZURE_CLIENT_ID);
  const writing = armConnection(config, config.EXECUTOR_CLIENT_ID ?? config.AZURE_CLIENT_ID, WRITE_PATIENCE);
  const access = accessThroughArm(armClusterCredential(arm));
  return {
    clock,
    ids: systemIds,
    hash: sha256Hex,
    packing: systemPacking,
    subscriptions: armSubscriptionSource(arm),
    reader: armFleetReader(arm, clock, systemPause),
    details: armClusterDetails(arm),
    clusterReader: kubernetesClusterReader(access, clock, systemPause),
    signals: signalsOf(clusterConnections(access, systemClock, systemPause), clock),
    armFacts: armFactsReader(arm, clock),
    knowledge: bundledNodeKnowledge(),
    prices: pricesOf(config, clock),
    scope: scopeOf(config),
    limits: limitsOf(config),
    ownerKeys: config.OWNER_KEYS,
    ...executorParts(config, { reading: arm, writing }, clock),
  };
}

function byTheirOwnApi(clusters: ClusterConnections, clock: Clock): SignalSource {
  return kubernetesSignals(clusters, clock, systemDeadline);
}

function armConnection(
  { ARM_ENDPOINT: endpoint, ARM_CA_FILE: caFile }: SweepConfig,
  clientId: string | undefined,
  patience: Partial<Patience> = {},
): ArmConnection {
  return connectToArm({
    ...(endpoint && caFile && { simulator: { endpoint, ca: readCertificate(caFile) } }),
    credential: azureCredential(clientId),
    pause: systemPause,
    patience,
  });
}

function readCertificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      'CONFIG_WRONG',
      `ARM_CA_FILE: read ${JSON.stringify(path)} (${code}), expected a readable PEM file`,
    );
  }
}

function pricesOf(config: SweepConfig, clock: Clock): PriceSource {
  const { PRICE_SOURCE: source, PRICE_REGION: region, PRICE_CURRENCY: currency } = config;
  return source === 'public' ? retailPrices({ region, currency }, bundledPrices(), clock) : bundledPrices();
}

function scopeOf({ SWEEP_SUBSCRIPTIONS: subscriptionIds, SWEEP_MANAGEMENT_GROUP: id }: SweepConfig): SweepScope {
  if (subscriptionIds) return { kind: 'listed', subscriptionIds };
  return id ? { kind: 'management-group', id } : { kind: 'visible' };
}

function limitsOf(config: SweepConfig): SweepLimits {
  return {
    policy: {
      maxImageAgeDays: config.MAX_IMAGE_AGE_DAYS,
      maxDaysBehind: config.MAX_DAYS_BEHIND_LATEST,
      maxBuildsBehind: config.MAX_BUILDS_BEHIND_LATEST,
    },
    latestImageTtlMs: config.LATEST_IMAGE_TTL_HOURS * MS_PER_HOUR,
    aksCallsPerSweep: config.AKS_CALLS_PER_SWEEP,
  };
}
