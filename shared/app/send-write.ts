import { UpstreamError } from '../domain/errors.ts';
import type { WriteOutcome } from '../domain/migration/apply-outcome.ts';
import type { Migration } from '../domain/migration/migration.ts';
import type { Write } from '../domain/migration/write.ts';
import type { NodeRef } from '../ports/node-writer.ts';
import type { WriteAnswer } from '../ports/write-answer.ts';
import type { DrainNode } from './advance-migration/engine.ts';
import { mapLimited } from './map-limited.ts';
import type { Parts } from './parts.ts';

/** Nodes that are changed at the same time. */
const NODES_AT_ONCE = 8;

/** Sends one write through its port. What nobody answered is `unknown`: the next pass looks. Never for a dry run. */
export async function sendWrite(
  parts: Parts,
  migration: Migration,
  write: Write,
  drainNode: DrainNode,
): Promise<WriteOutcome> {
  try {
    if (write.kind === 'drain') {
      const { node, graceSeconds } = write;
      const attentionSeconds = Math.min(write.attentionSeconds, parts.running.attentionSeconds);
      return { kind: 'drained', outcome: await drainNode(parts, { migration, node, graceSeconds, attentionSeconds }) };
    }
    return await send(parts, migration, write);
  } catch (error) {
    return { kind: 'unknown', because: wordsOfLoss(error) };
  }
}

/** @throws what was not to be expected */
function wordsOfLoss(error: unknown): string {
  if (error instanceof UpstreamError) return `${error.code}: ${error.message}`;
  throw error;
}

async function send(
  parts: Parts,
  migration: Migration,
  write: Exclude<Write, { kind: 'drain' }>,
): Promise<WriteOutcome> {
  const { poolWriter, poolUpgrader, nodeWriter, workloadScaler } = parts;
  const { id, clusterId } = migration;
  switch (write.kind) {
    case 'create-pool':
      return poolWriter.create(write.poolId, write.body);
    case 'update-pool':
      return poolWriter.update(write.poolId, write.properties, write.etag);
    case 'delete-machines':
      return poolWriter.deleteMachines(write.poolId, write.machines);
    case 'delete-pool':
      return poolWriter.delete(write.poolId, write.etag);
    case 'upgrade-image':
      return poolUpgrader.upgradeImage(write.poolId);
    case 'upgrade-control-plane':
      return poolUpgrader.upgradeControlPlane(write.clusterId, write.version);
    case 'stop-operation':
      return poolUpgrader.stopOperation(write.poolId);
    case 'restore-version':
      return poolUpgrader.restoreVersion(write.poolId, write.image, write.kubernetes);
    case 'cordon':
      return onEach(clusterId, write.nodes, (node) => nodeWriter.cordon(node, id));
    case 'uncordon':
      return onEach(clusterId, write.nodes, (node) => nodeWriter.uncordon(node, id));
    case 'taint':
      return onEach(clusterId, write.nodes, (node) => nodeWriter.taint(node, write.taint, id));
    case 'untaint':
      return onEach(clusterId, write.nodes, (node) => nodeWriter.untaint(node, write.taint, id));
    case 'scale':
      return write.autoscaler
        ? workloadScaler.setMinReplicas(clusterId, write.autoscaler, write.from, write.to)
        : workloadScaler.scale(clusterId, write.workload, write.from, write.to);
  }
}

/** What weighs most comes first: of several nodes the worst answer is told. */
const WEIGHT: readonly WriteOutcome['kind'][] = ['unknown', 'refused', 'throttled', 'busy', 'changed', 'accepted'];

async function onEach(
  clusterId: string,
  nodes: readonly string[],
  change: (node: NodeRef) => Promise<WriteAnswer>,
): Promise<WriteOutcome> {
  const outcomes = await mapLimited(nodes, NODES_AT_ONCE, async (name): Promise<WriteOutcome> => {
    try {
      return await change({ clusterId, name });
    } catch (error) {
      return { kind: 'unknown', because: wordsOfLoss(error) };
    }
  });
  const [worst] = outcomes.toSorted((a, b) => WEIGHT.indexOf(a.kind) - WEIGHT.indexOf(b.kind));
  if (!worst) return { kind: 'accepted' };
  if (worst.kind === 'accepted' || worst.kind === 'unknown' || worst.kind === 'drained') return worst;
  return { ...worst, partly: outcomes.some(({ kind }) => kind === 'accepted') };
}
