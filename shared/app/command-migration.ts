import { UpstreamError } from '../domain/errors.ts';
import { type Happening, withEvidence } from '../domain/migration/apply.ts';
import { applyCommand } from '../domain/migration/apply-command.ts';
import type { Command } from '../domain/migration/command.ts';
import { commandRefused, whatCommandLeaves } from '../domain/migration/command-sense.ts';
import type { Migration } from '../domain/migration/migration.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import type { Instant } from '../domain/time.ts';
import { passMessage } from './advance-migration/pass-message.ts';
import type { CommandAnswer, NewCommand } from './migration-views.ts';
import type { Parts } from './parts.ts';

const MOST_ATTEMPTS = 8;

/**
 * Puts a person's command into a migration's record and has a pass sent at once, which takes it. Several wait there in
 * the order in which they came. The same command of the same person that waits already is not put twice.
 *
 * @throws UpstreamError when the record changes each time, or a store does not answer
 */
export async function commandMigration(
  parts: Parts,
  id: string,
  command: NewCommand,
  by: Person,
): Promise<CommandAnswer> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const found = await parts.migrations.find(id);
    if (!found) return { kind: 'missing' };
    if (found.kind === 'unreadable') return { kind: 'refused', because: found.why };
    const { migration, etag } = found;
    const now = parts.clock.now();
    const waiting = migration.commands.find((other) => isSame(other, command, by));
    const expected = afterWaiting(migration, waiting, now);
    const taken: CommandAnswer = { kind: 'taken', leaves: whatCommandLeaves(expected, command.kind) };
    if (waiting) return taken;
    const refused = commandRefused(expected, command.kind, migration.sight?.viability);
    if (refused) return { kind: 'refused', because: refused };

    const told: Command = { ...command, id: parts.ids.next('command'), by: personText(by), at: now };
    const asked = {
      ...migration,
      commands: [...migration.commands, told],
      nextPassAt: Math.min(migration.nextPassAt, now),
    };
    const next = withEvidence({ migration: asked, happened: [askedFor(told, by)] }, now, parts.hash);
    if ((await parts.migrations.save(next, etag)).kind === 'conflict') continue;
    await parts.sender.send('advance-migration', [passMessage(parts.ids, next, told.id)]);
    return taken;
  }
  throw new UpstreamError('STORE_CONTENDED', 'The migration’s record changed each time the command was to be saved.', {
    migrationId: id,
  });
}

function isSame(waiting: Command, { kind, reason, deleteTarget }: NewCommand, by: Person): boolean {
  return (
    waiting.kind === kind &&
    waiting.reason === reason &&
    waiting.deleteTarget === deleteTarget &&
    waiting.by === personText(by)
  );
}

/** The record as it will be when its turn comes: after the commands that wait before it. */
function afterWaiting(migration: Migration, until: Command | undefined, now: Instant): Migration {
  return migration.commands
    .slice(0, until ? migration.commands.indexOf(until) : undefined)
    .reduce((then, command) => applyCommand(then, command, migration.sight?.viability, now).migration, migration);
}

/** A person as records and evidence name them. */
export function personText({ id, name }: Person): string {
  return id === name ? name : `${name} (${id})`;
}

function askedFor({ kind, by, reason, deleteTarget }: Command, person: Person): Happening {
  return {
    who: by,
    kind: 'command',
    what: `Asks for ${kind}: ${reason}`,
    after: { command: kind, person, ...(deleteTarget !== undefined && { deleteTarget }) },
  };
}
