import type { Taint } from '../../domain/cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../../domain/cluster/node-mark.ts';
import { NODE_MARK } from '../../domain/migration/azure-look.ts';
import type { NodeRef, NodeWriter } from '../../ports/node-writer.ts';
import type { WriteAnswer } from '../../ports/write-answer.ts';
import type { ClusterConnections } from './connections.ts';
import type { RawMap, RawNode } from './raw.ts';
import { readOne } from './read-one.ts';
import { MOST_TRIES, refusedAnswer, writeAnswerOf } from './write-answer.ts';

/**
 * Reads a node, and patches it only if it is still that very version. Marks are written and taken off in the same patch
 * as what they mark.
 */
export function kubernetesNodeWriter(connections: ClusterConnections): NodeWriter {
  async function change(node: NodeRef, patchFor: (node: RawNode) => object | undefined): Promise<WriteAnswer> {
    const connection = await connections.to(node.clusterId);
    if ('reason' in connection) return refusedAnswer(connection);
    for (let tries = 1; ; tries += 1) {
      const read = await readOne<RawNode>(connection.reader, `/api/v1/nodes/${encodeURIComponent(node.name)}`);
      if (read.kind === 'missing') return { kind: 'accepted' };
      if (read.kind === 'refused') return refusedAnswer(read);
      const patch = patchFor(read.object);
      if (!patch) return { kind: 'accepted' };
      const reply = await connection.writer.patchNode(node.name, patch);
      if (reply.status === 404) return { kind: 'accepted' };
      if (reply.status !== 409 || tries === MOST_TRIES) return writeAnswerOf(reply);
    }
  }

  return {
    cordon: (node, id) =>
      change(node, (found) =>
        found.spec?.unschedulable
          ? undefined
          : patch(found, { [NODE_MARK]: id, [CORDON_MARK]: id }, { unschedulable: true }),
      ),
    uncordon: (node, id) =>
      change(node, (found) =>
        isMarked(found, CORDON_MARK, id)
          ? patch(found, { [CORDON_MARK]: null, ...lastMark(found, id, TAINT_MARK) }, { unschedulable: null })
          : undefined,
      ),
    taint: (node, taint, id) =>
      change(node, (found) => {
        const taints = found.spec?.taints ?? [];
        // A node has no two taints of one key and effect; one that is there already is somebody else's, or ours from before.
        if (taints.some((one) => sameKind(one, taint))) return undefined;
        return patch(found, { [NODE_MARK]: id, [TAINT_MARK]: id }, { taints: [...taints, taint] });
      }),
    untaint: (node, taint, id) =>
      change(node, (found) => {
        if (!isMarked(found, TAINT_MARK, id)) return undefined;
        const taints = found.spec?.taints ?? [];
        const left = taints.filter((one) => !(sameKind(one, taint) && (one.value ?? '') === (taint.value ?? '')));
        return patch(found, { [TAINT_MARK]: null, ...lastMark(found, id, CORDON_MARK) }, { taints: left });
      }),
  };
}

function sameKind(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

function isMarked({ metadata }: RawNode, mark: string, id: string): boolean {
  return markOf(metadata.annotations, mark) === id;
}

/** The general mark goes when nothing else on the node is ours. */
function lastMark(node: RawNode, id: string, other: string): Record<string, null> {
  return !isMarked(node, other, id) && isMarked(node, NODE_MARK, id) ? { [NODE_MARK]: null } : {};
}

function markOf(annotations: RawMap | undefined, mark: string): string | undefined {
  return annotations && Object.hasOwn(annotations, mark) ? annotations[mark] : undefined;
}

/** A merge patch that only fits the version that was read. */
function patch({ metadata }: RawNode, annotations: Record<string, string | null>, spec: object): object {
  return { metadata: { resourceVersion: metadata.resourceVersion, annotations }, spec };
}
