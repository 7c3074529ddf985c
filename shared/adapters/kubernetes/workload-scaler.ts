import type { ObjectRef } from '../../domain/cluster/object-ref.ts';
import { refText } from '../../domain/cluster/object-ref.ts';
import type { WorkloadScaler } from '../../ports/workload-scaler.ts';
import type { WriteAnswer } from '../../ports/write-answer.ts';
import type { ClusterConnection, ClusterConnections } from './connections.ts';
import type { RawAutoscaler, RawMeta, RawScale } from './raw.ts';
import { readOne } from './read-one.ts';
import { MOST_TRIES, refusedAnswer, writeAnswerOf } from './write-answer.ts';
import type { KubernetesReply } from './write-http.ts';

/** Kinds that have a scale. */
const PLURALS: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  ReplicaSet: 'replicasets',
};

/** The one number that is read and written, and where. */
interface Setting<Raw> {
  readonly path: string;
  readonly now: (raw: Raw) => number;
  readonly write: (connection: ClusterConnection, raw: Raw) => Promise<KubernetesReply>;
}

export function kubernetesWorkloadScaler(connections: ClusterConnections): WorkloadScaler {
  async function change<Raw extends { readonly metadata: RawMeta }>(
    clusterId: string,
    ref: ObjectRef,
    from: number,
    to: number,
    { path, now, write }: Setting<Raw>,
  ): Promise<WriteAnswer> {
    const connection = await connections.to(clusterId);
    if ('reason' in connection) return refusedAnswer(connection);
    for (let tries = 1; ; tries += 1) {
      const read = await readOne<Raw>(connection.reader, path);
      if (read.kind === 'missing') return { kind: 'changed', because: `${refText(ref)} is not there any more` };
      if (read.kind === 'refused') return refusedAnswer(read);
      const current = now(read.object);
      if (current === to) return { kind: 'accepted' };
      if (current !== from) {
        return { kind: 'changed', because: `${refText(ref)} has ${current}, and not ${from} as when this was decided` };
      }
      const reply = await write(connection, read.object);
      // The version also moves with the status: only the number itself says whether somebody else set it.
      if (reply.status !== 409 || tries === MOST_TRIES) return writeAnswerOf(reply);
    }
  }

  return {
    async scale(clusterId, workload, from, to) {
      const { kind, namespace = 'default', name } = workload;
      const plural = PLURALS[kind];
      if (plural === undefined) {
        return { kind: 'refused', code: 'KUBERNETES_REFUSED', because: `a ${kind} has no number of replicas to set` };
      }
      return change<RawScale>(clusterId, workload, from, to, {
        path: `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}/scale`,
        now: ({ spec }) => spec?.replicas ?? 0,
        write: ({ writer }, { metadata: { resourceVersion } }) =>
          writer.patchScale(plural, namespace, name, { metadata: { resourceVersion }, spec: { replicas: to } }),
      });
    },
    setMinReplicas(clusterId, autoscaler, from, to) {
      const { namespace = 'default', name } = autoscaler;
      return change<RawAutoscaler>(clusterId, autoscaler, from, to, {
        path: `/apis/autoscaling/v2/namespaces/${encodeURIComponent(namespace)}/horizontalpodautoscalers/${encodeURIComponent(name)}`,
        now: ({ spec }) => spec.minReplicas ?? 1,
        write: ({ writer }, { metadata: { resourceVersion } }) =>
          writer.patchAutoscaler(namespace, name, { metadata: { resourceVersion }, spec: { minReplicas: to } }),
      });
    },
  };
}
