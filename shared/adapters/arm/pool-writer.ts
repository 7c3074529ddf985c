import type { PoolWriter } from '../../ports/pool-writer.ts';
import type { WriteAnswer } from '../../ports/write-answer.ts';
import { type AksCalls, aksCalls } from './aks-calls.ts';
import { type Accepted, aksPath, getAksResource, putAksResource } from './aks-resource.ts';
import type { ArmConnection } from './connection.ts';
import { clusterPath } from './resource-id.ts';
import { answerOf, asAnswer } from './write-answer.ts';

/**
 * What Azure works out itself. A pool is written back without them: they would be ignored at best, and
 * `nodeImageVersion` would ask for a rollback.
 *
 * @see https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update (readOnly)
 */
const NOT_SENT = [
  'provisioningState',
  'currentOrchestratorVersion',
  'nodeImageVersion',
  'eTag',
  'status',
  'statusDetails',
  'virtualMachineNodesStatus',
];

/** @param connection of the executor, which asks once: the next pass is the second try */
export function armPoolWriter(connection: ArmConnection): PoolWriter {
  const calls = aksCalls(connection);
  return {
    create(poolId, body) {
      return asAnswer(`to create pool ${clusterPath(poolId).pool}`, () =>
        putAksResource(connection, aksPath(clusterPath(poolId)), body, { 'if-none-match': '*' }),
      );
    },
    update(poolId, properties, etag) {
      return asAnswer(`to change pool ${clusterPath(poolId).pool}`, () =>
        changePool(connection, poolId, properties, etag),
      );
    },
    deleteMachines(poolId, machines) {
      return asAnswer(`to delete machines of pool ${clusterPath(poolId).pool}`, () =>
        deleteMachines(calls, poolId, machines),
      );
    },
    async delete(poolId, etag) {
      const what = `to delete pool ${clusterPath(poolId).pool}`;
      try {
        return { kind: 'accepted', ...(await calls.deletePool(poolId, etag)) };
      } catch (error) {
        const answer = answerOf(error, what);
        return answer.kind === 'changed' && isGone(error) ? { kind: 'accepted' } : answer;
      }
    },
  };
}

/** Read, changed and written back whole, in one PUT, so that what we have no words for stays as it is. */
export async function changePool(
  connection: ArmConnection,
  poolId: string,
  changes: Readonly<Record<string, unknown>>,
  etag?: string,
): Promise<Accepted | WriteAnswer> {
  const path = aksPath(clusterPath(poolId));
  const pool = await getAksResource(connection, path);
  const current = pool.properties['eTag'];
  if (etag !== undefined && current !== etag) {
    return { kind: 'changed', because: 'The pool is not as it was when this was decided.' };
  }
  const properties: Record<string, unknown> = { ...pool.properties };
  for (const field of NOT_SENT) delete properties[field];
  Object.assign(properties, changes);
  // A field that is set to null is left out: that is how ARM is told of "none".
  for (const [field, value] of Object.entries(changes)) if (value === null) delete properties[field];
  return putAksResource(
    connection,
    path,
    { ...pool, properties },
    typeof current === 'string' ? { 'if-match': current } : {},
  );
}

/** Those that are gone are not named again: AKS would refuse them all for it. */
async function deleteMachines(calls: AksCalls, poolId: string, machines: readonly string[]): Promise<Accepted> {
  const there = new Set(await calls.machines(poolId));
  const left = machines.filter((name) => there.has(name.toLowerCase()));
  return left.length === 0 ? {} : calls.deleteMachines(poolId, left);
}

const isGone = (error: unknown): boolean => (error as { statusCode?: number }).statusCode === 404;
