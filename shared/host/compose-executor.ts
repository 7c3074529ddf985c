import { systemDeadline } from '../adapters/system/deadline.ts';
import type { Parts } from '../app/parts.ts';
import { BugError } from '../domain/errors.ts';

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
  | 'deadline'
  | 'running'
>;

export function executorParts(): ExecutorParts {
  const absent = () => {
    throw new BugError('BUG_NOT_WIRED', 'this part is not wired');
  };
  return {
    azureLooker: { look: absent },
    clusterLooker: { look: absent },
    drainWatcher: { watch: absent },
    poolWriter: { create: absent, update: absent, delete: absent, deleteMachines: absent },
    poolUpgrader: {
      upgradeImage: absent,
      upgradeControlPlane: absent,
      stopOperation: absent,
      restoreVersion: absent,
    },
    nodeWriter: { cordon: absent, uncordon: absent, taint: absent, untaint: absent },
    podEvictor: { evict: absent },
    workloadScaler: { scale: absent, setMinReplicas: absent },
    deadline: systemDeadline,
    running: { dryRun: true, perRegion: 1, perSubscription: 1, armWritesPerMinute: 1, attentionSeconds: 60 },
  };
}
