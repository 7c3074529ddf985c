import type { MaintenanceRule } from './maintenance-rule.ts';

/** One AKS cluster, without its pools. Text that Azure may leave out is optional, never invented. */
export interface Cluster {
  /** ARM resource id in lower case; unique, and the key everywhere. */
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Azure region name in lower case without spaces, as in `westeurope`. */
  readonly region: string;
  /** What the control plane runs, as in `1.34.9`. */
  readonly kubernetesVersion?: string;
  readonly power: Power;
  /** ARM's `provisioningState`: `Succeeded`, `Failed`, `Updating`... */
  readonly provisioningState?: string;
  readonly tier?: string;
  /** `KubernetesOfficial` or `AKSLongTermSupport`. */
  readonly supportPlan?: string;
  readonly automatic: boolean;
  readonly nodeAutoProvisioning: boolean;
  /** Cluster auto-upgrade: `none`, `patch`, `stable`, `rapid`, `node-image`. Not the same setting as `nodeOsChannel`. */
  readonly upgradeChannel?: string;
  /** `nodeOSUpgradeChannel`: `None`, `Unmanaged`, `SecurityPatch`, `NodeImage`. */
  readonly nodeOsChannel?: string;
  /** `undefined` when maintenance configurations were not read; then nothing is claimed about them. */
  readonly maintenance?: readonly MaintenanceConfiguration[];
  readonly tags: Readonly<Record<string, string>>;
}

export type Power = 'running' | 'stopped' | 'unknown';

/** The name says what it governs: `aksManagedNodeOSUpgradeSchedule`, `aksManagedAutoUpgradeSchedule` or `default`. */
export interface MaintenanceConfiguration {
  readonly name: string;
  /** One line for people, as in `weekly on Saturday 22:00 for 4 h, UTC+01:00`. */
  readonly schedule: string;
  /** The same as fields; absent when its form is not understood: then nobody can say when it opens. */
  readonly rule?: MaintenanceRule;
}
