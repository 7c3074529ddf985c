import type { ObjectRef } from '../../../shared/domain/cluster/object-ref.ts';
import { refKey } from '../../../shared/domain/cluster/object-ref.ts';
import type { Write } from '../../../shared/domain/migration/write.ts';
import type { NodeRef } from '../../../shared/ports/node-writer.ts';
import type { PodRef } from '../../../shared/ports/pod-evictor.ts';
import type { CallInfo } from './fault.ts';

/** Whether a call is what an intent says that is about to be done. */
export function intentCovers(
  write: Write,
  { port, method, args }: CallInfo,
  nodeOfPod: (pod: PodRef) => string | undefined,
): boolean {
  const [first, second, third, fourth] = args;
  switch (`${port}.${method}`) {
    case 'poolWriter.create':
      return write.kind === 'create-pool' && write.poolId === first;
    case 'poolWriter.update':
      return write.kind === 'update-pool' && write.poolId === first;
    case 'poolWriter.deleteMachines':
      return write.kind === 'delete-machines' && write.poolId === first && same(write.machines, second);
    case 'poolWriter.delete':
      return write.kind === 'delete-pool' && write.poolId === first;
    case 'poolUpgrader.upgradeImage':
      return write.kind === 'upgrade-image' && write.poolId === first;
    case 'poolUpgrader.upgradeControlPlane':
      return write.kind === 'upgrade-control-plane' && write.clusterId === first && write.version === second;
    case 'poolUpgrader.stopOperation':
      return write.kind === 'stop-operation' && write.poolId === first;
    case 'poolUpgrader.restoreVersion':
      return write.kind === 'restore-version' && write.poolId === first && write.image === second;
    case 'workloadScaler.scale':
      return (
        write.kind === 'scale' &&
        !write.autoscaler &&
        isRef(write.workload, second) &&
        write.from === third &&
        write.to === fourth
      );
    case 'workloadScaler.setMinReplicas':
      return (
        write.kind === 'scale' &&
        write.autoscaler !== undefined &&
        isRef(write.autoscaler, second) &&
        write.to === fourth
      );
    case 'podEvictor.evict': {
      const node = nodeOfPod(first as PodRef);
      return write.kind === 'drain' && (node === undefined || node === write.node);
    }
    default:
      return write.kind === method && 'nodes' in write && write.nodes.includes((first as NodeRef).name);
  }
}

function same(a: readonly string[], b: unknown): boolean {
  return a.join() === (b as readonly string[]).join();
}

function isRef(a: ObjectRef, b: unknown): boolean {
  return refKey(a) === refKey(b as ObjectRef);
}
