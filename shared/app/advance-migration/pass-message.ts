import type { Migration } from '../../domain/migration/migration.ts';
import type { IdMaker } from '../../ports/clock.ts';
import type { OutgoingMessage } from '../../ports/message-sender.ts';
import type { AdvanceMigration } from '../messages.ts';

/** Steps of one cluster are taken one after another. */
export function clusterSession(ids: IdMaker, clusterId: string): string {
  return ids.of('cluster', clusterId.toLowerCase());
}

/**
 * "Look again when the next pass is due." The same pass makes the same id, so that sending it twice is sending it once.
 * @param again tells a message apart from one of the same pass that was used up already
 */
export function passMessage(ids: IdMaker, migration: Migration, again = ''): OutgoingMessage {
  const { id, clusterId, passes, nextPassAt } = migration;
  const body: AdvanceMigration = { migrationId: id, clusterId, pass: passes };
  return {
    id: ids.of('pass', JSON.stringify([id, passes, again])),
    body,
    sessionId: clusterSession(ids, clusterId),
    notBefore: nextPassAt,
  };
}
