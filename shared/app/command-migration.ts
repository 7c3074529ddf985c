import type { Folded, Happening } from '../domain/migration/apply.ts';
import { applyCommand } from '../domain/migration/apply-command.ts';
import { applyOrder, type OrderApplied } from '../domain/migration/apply-order.ts';
import type { Command } from '../domain/migration/command.ts';
import { commandRefused, whatCommandLeaves } from '../domain/migration/command-sense.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { orderedText, secondText } from '../domain/migration/order-words.ts';
import type { Order, OrderWord } from '../domain/migration/orders.ts';
import { personText } from '../domain/sign-off/person-text.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import type { Instant } from '../domain/time.ts';
import { awaitsSecond } from './awaits-second.ts';
import { changeMigration, type Decided } from './change-migration.ts';
import type { CommandAnswer, NewCommand } from './migration-views.ts';
import type { Parts } from './parts.ts';

/**
 * Puts a person's command into a migration's record and has a pass sent at once, which takes it. Several wait there in
 * the order in which they came. The same command of the same person that waits already is not put twice. To delete the
 * target takes two people: the first one's word waits in the record, and becomes a command with the second one's.
 *
 * @throws UpstreamError when the record changes each time, or a store does not answer
 */
export function commandMigration(parts: Parts, id: string, command: NewCommand, by: Person): Promise<CommandAnswer> {
  return changeMigration<CommandAnswer>(parts, id, (migration, now) => {
    const waiting = migration.commands.find((other) => isSame(other, command, by));
    const expected = afterWaiting(migration, waiting, now);
    const taken: CommandAnswer = { kind: 'taken', leaves: whatCommandLeaves(expected, command.kind) };
    if (waiting) return { answer: taken };
    const viability = migration.sight?.viability;
    const because = commandRefused(expected, command.kind, viability, command.deleteTarget);
    if (because) return { answer: { kind: 'refused', because } };
    const word: OrderWord = { by, at: now, reason: command.reason };
    if (!command.deleteTarget) return { answer: taken, ...put(migration, command, word, parts) };
    const applied = applyOrder(migration, { kind: 'delete-target' }, word, parts.ids.next('order'));
    return applied.kind === 'waits'
      ? awaitsSecond(applied, migration)
      : { answer: taken, ...put(migration, command, word, parts, applied) };
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

type Put = Required<Omit<Decided<CommandAnswer>, 'answer'>>;

/** @param applied with a command that takes two people: what the first one said, and the record without it */
function put(
  migration: Migration,
  command: NewCommand,
  { by, at }: OrderWord,
  { ids }: Parts,
  applied?: Exclude<OrderApplied, { kind: 'waits' }>,
): Put {
  const before: Folded = applied?.kind === 'second' ? applied.folded : { migration, happened: [] };
  const first = applied && { ...applied.order.first, by: personText(applied.order.first.by) };
  const told: Command = { ...command, id: ids.next('command'), by: personText(by), at, ...(first && { first }) };
  const asked = {
    ...before.migration,
    commands: [...migration.commands, told],
    nextPassAt: Math.min(migration.nextPassAt, at),
  };
  const happened = [...before.happened, askedFor(told, by, applied?.order, migration)];
  return { change: { migration: asked, happened }, name: told.id };
}

function askedFor(told: Command, person: Person, order: Order | undefined, migration: Migration): Happening {
  const { kind, by, reason, deleteTarget, first } = told;
  return {
    who: by,
    kind: 'command',
    what: order
      ? `Asks for ${kind} and ${orderedText(order, migration)}, ${secondText(order, reason)}`
      : `Asks for ${kind}: ${reason}`,
    after: { command: kind, person, ...(deleteTarget !== undefined && { deleteTarget }), ...(first && { first }) },
  };
}
