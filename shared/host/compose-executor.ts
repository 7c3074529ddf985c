import { armAzureLooker } from '../adapters/arm/azure-looker.ts';
import { armClusterCredential } from '../adapters/arm/cluster-credential.ts';
import type { ArmConnection } from '../adapters/arm/connection.ts';
import { armPoolUpgrader } from '../adapters/arm/pool-upgrader.ts';
import { armPoolWriter } from '../adapters/arm/pool-writer.ts';
import { kubernetesClusterLooker } from '../adapters/kubernetes/cluster-looker.ts';
import { clusterConnections } from '../adapters/kubernetes/connections.ts';
import { kubernetesDrainWatcher } from '../adapters/kubernetes/drain-watcher.ts';
import { accessThroughArm } from '../adapters/kubernetes/find-access.ts';
import { kubernetesHealthGates } from '../adapters/kubernetes/health-gates.ts';
import { kubernetesNodeWriter } from '../adapters/kubernetes/node-writer.ts';
import { kubernetesPodEvictor } from '../adapters/kubernetes/pod-evictor.ts';
import { kubernetesWorkloadScaler } from '../adapters/kubernetes/workload-scaler.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { systemDeadline } from '../adapters/system/deadline.ts';
import { systemPause } from '../adapters/system/pause.ts';
import type { Parts, RunLimits } from '../app/parts.ts';
import type { Config, SweepConfig } from '../config/config.ts';
import type { Clock } from '../ports/clock.ts';

/** What looks at clusters for one pass, and what changes them. */
export type ExecutorParts = Pick<
  Parts,
  | 'azureLooker'
  | 'clusterLooker'
  | 'drainWatcher'
  | 'poolWriter'
  | 'poolUpgrader'
  | 'nodeWriter'
  | 'podEvictor'
  | 'workloadScaler'
  | 'healthGates'
  | 'deadline'
  | 'running'
>;

/** A laptop watches nothing, and so has nothing to tell AKS. */
export type ExecutorConfig = SweepConfig & Partial<Pick<Config, 'AKS_HEALTH_SIGNALS'>>;

/** The two ways to Azure: as who reads the fleet, and as who changes it. */
export interface Ways {
  readonly reading: ArmConnection;
  readonly writing: ArmConnection;
}

/**
 * Passes look at a cluster as the executor, whose role in it allows to watch; only ARM is looked at as the one who reads
 * the fleet. Credentials live on the real clock, what was read is dated by the fleet's.
 */
export function executorParts(config: ExecutorConfig, { reading, writing }: Ways, clock: Clock): ExecutorParts {
  const clusters = clusterConnections(accessThroughArm(armClusterCredential(writing)), systemClock, systemPause);
  return {
    azureLooker: armAzureLooker(reading, clock),
    clusterLooker: kubernetesClusterLooker(clusters, clock),
    drainWatcher: kubernetesDrainWatcher(clusters, systemPause),
    poolWriter: armPoolWriter(writing),
    poolUpgrader: armPoolUpgrader(writing),
    nodeWriter: kubernetesNodeWriter(clusters),
    podEvictor: kubernetesPodEvictor(clusters),
    workloadScaler: kubernetesWorkloadScaler(clusters),
    ...(config.AKS_HEALTH_SIGNALS === 'on' && { healthGates: kubernetesHealthGates(clusters) }),
    deadline: systemDeadline,
    running: runLimitsOf(config),
  };
}

function runLimitsOf(config: SweepConfig): RunLimits {
  return {
    dryRun: config.DRY_RUN,
    perRegion: config.MIGRATIONS_PER_REGION,
    perSubscription: config.MIGRATIONS_PER_SUBSCRIPTION,
    armWritesPerMinute: config.ARM_WRITES_PER_MINUTE,
    attentionSeconds: config.DRAIN_ATTENTION_SECONDS,
  };
}
