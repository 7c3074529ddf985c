import { guidOf } from '../../model/stable-hash.ts';
import type { WorkloadSpec } from '../../model/workload-schema.ts';
import type { KubeObject, Node } from '../objects.ts';
import { type Birth, STORAGE_CLASSES } from './objects-of-workload.ts';

const DRIVERS = { disk: 'disk.csi.azure.com', file: 'file.csi.azure.com' } as const;

/** The claim of a pod and the volume behind it, bound to each other and to where the volume lies. */
export function boundVolume(
  spec: WorkloadSpec,
  claim: string,
  node: Node | undefined,
  birth: Birth,
): { claim: KubeObject; volume: KubeObject } {
  const kind = spec.volume ?? 'disk';
  const uid = guidOf(`${birth.clusterId} claim ${spec.namespace}/${claim}`);
  const name = `pvc-${uid}`;
  const storageClassName = STORAGE_CLASSES[kind];
  const accessModes = [kind === 'file' ? 'ReadWriteMany' : 'ReadWriteOnce'];
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const reach =
    kind === 'local'
      ? { key: 'kubernetes.io/hostname', operator: 'In', values: [node?.metadata.name ?? ''] }
      : kind === 'disk' && zone !== undefined
        ? { key: 'topology.disk.csi.azure.com/zone', operator: 'In', values: [zone] }
        : undefined;
  const meta = { resourceVersion: '', creationTimestamp: birth.at };
  return {
    claim: {
      metadata: {
        ...meta,
        name: claim,
        namespace: spec.namespace,
        uid,
        labels: { app: spec.name },
        annotations: {
          'pv.kubernetes.io/bind-completed': 'yes',
          ...(node && { 'volume.kubernetes.io/selected-node': node.metadata.name }),
        },
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      spec: {
        accessModes,
        resources: { requests: { storage: '32Gi' } },
        volumeName: name,
        storageClassName,
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Bound', accessModes, capacity: { storage: '32Gi' } },
    },
    volume: {
      metadata: {
        ...meta,
        name,
        uid: guidOf(`${birth.clusterId} volume ${name}`),
        finalizers: ['kubernetes.io/pv-protection'],
      },
      spec: {
        capacity: { storage: '32Gi' },
        ...(kind === 'local'
          ? { local: { path: `/mnt/nvme/${claim}` } }
          : { csi: { driver: DRIVERS[kind], volumeHandle: `${birth.clusterId}/${kind}s/${name}` } }),
        accessModes,
        claimRef: { kind: 'PersistentVolumeClaim', namespace: spec.namespace, name: claim, uid, apiVersion: 'v1' },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName,
        volumeMode: 'Filesystem',
        ...(reach && { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [reach] }] } } }),
      },
      status: { phase: 'Bound' },
    },
  };
}
