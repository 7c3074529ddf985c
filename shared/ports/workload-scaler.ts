import type { ObjectRef } from '../domain/cluster/object-ref.ts';
import type { WriteAnswer } from './write-answer.ts';

/** Changes how many pods a workload is to have, by its own number or by its autoscaler's least. */
export interface WorkloadScaler {
  /** `changed` when it has not `from` any more: somebody else set it. */
  scale(clusterId: string, workload: ObjectRef, from: number, to: number): Promise<WriteAnswer>;
  setMinReplicas(clusterId: string, autoscaler: ObjectRef, from: number, to: number): Promise<WriteAnswer>;
}
