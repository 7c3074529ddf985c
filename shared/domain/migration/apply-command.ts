import { US as ALERTS } from '../alert/recommend.ts';
import type { Instant } from '../time.ts';
import { type Folded, type Happening, pauseFor, without } from './apply.ts';
import { end } from './apply-end.ts';
import type { Command } from './command.ts';
import { commandRefused, hasNotBegun, whatCommandLeaves } from './command-sense.ts';
import type { Migration } from './migration.ts';
import type { Direction } from './route.ts';
import { ROUTES } from './step-table.ts';
import type { Viability } from './viability.ts';

/** The record after a command was taken. One that makes no sense any more is taken too, and says why nothing came of it. */
export function applyCommand(
  given: Migration,
  command: Command,
  viability: Viability | undefined,
  now: Instant,
): Folded {
  const migration = { ...given, commands: given.commands.filter(({ id }) => id !== command.id) };
  const refused = commandRefused(migration, command.kind, viability, command.deleteTarget);
  if (refused) {
    return { migration, happened: [{ ...told(command), what: `Nothing comes of "${command.kind}". ${refused}` }] };
  }
  switch (command.kind) {
    case 'pause':
      return pauseFor(migration, { because: command.reason, by: command.by, ...helpFor(command) }, now);
    case 'resume':
      return resume(migration, command, now);
    case 'abort':
      return hasNotBegun(migration) ? endAtOnce(migration, command, now) : turn(migration, 'aside', command, now);
    case 'roll-back':
      return hasNotBegun(migration) ? endAtOnce(migration, command, now) : turn(migration, 'back', command, now);
  }
}

/** Who paused it knows what would help; the evaluator asks somebody else. */
function helpFor({ by, kind }: Command): { readonly remedy?: string } {
  if (kind !== 'pause' || by !== ALERTS) return {};
  return { remedy: 'Look at the alert: mend its cause and resume, or roll back.' };
}

function told({ by, kind, reason, first }: Command): Pick<Happening, 'who' | 'kind' | 'before'> {
  return { who: by, kind: 'command', before: { command: kind, reason, ...(first && { first }) } };
}

/** One person alone deletes no pool, however the record came by it. */
function targetWish({ kind, deleteTarget, first }: Command): { wish: { deleteTarget?: boolean }; unless: string } {
  if (kind !== 'roll-back' || deleteTarget === undefined) return { wish: {}, unless: '' };
  if (!deleteTarget || first) return { wish: { deleteTarget }, unless: '' };
  return { wish: {}, unless: ' The target pool stays: its deletion takes two people.' };
}

/** One that has not begun must be admitted again. */
function resume(migration: Migration, command: Command, now: Instant): Folded {
  const { pause } = migration;
  const rest = without(migration, 'pause', 'waiting', 'unseenSince', 'resumedFrom');
  const from = pause?.code === undefined ? {} : { resumedFrom: pause.code };
  const status = hasNotBegun(migration) ? 'waiting' : 'running';
  return {
    migration: { ...rest, ...from, status, tries: 0, resumedAt: now },
    happened: [{ who: command.by, kind: 'resumed', what: command.reason, before: { pause }, after: { status } }],
  };
}

function endAtOnce(migration: Migration, command: Command, now: Instant): Folded {
  const status = command.kind === 'abort' ? 'aborted' : 'rolled-back';
  const ended = end(migration, status, 'Nothing was changed, and nothing will be.', now);
  const { kind, before, who } = told(command);
  return { ...ended, happened: [{ who, kind, before, what: command.reason }, ...ended.happened] };
}

/** Takes another way from its beginning; what was being emptied on the way so far stays as far as it is. */
function turn(migration: Migration, direction: Direction, command: Command, now: Instant): Folded {
  const rest = without(migration, 'pause', 'waiting', 'unseenSince', 'resumedFrom');
  const [first] = ROUTES[migration.route][direction];
  const step = direction === migration.direction ? migration.step : (first ?? 'close');
  const { wish, unless } = targetWish(command);
  return {
    migration: {
      ...rest,
      ...wish,
      status: 'running',
      direction,
      step,
      stepSince: direction === migration.direction ? migration.stepSince : now,
      tries: 0,
      resumedAt: now,
      drain: direction === migration.direction ? rest.drain : { done: [], stuck: [], evicted: rest.drain.evicted },
    },
    happened: [
      {
        ...told(command),
        what: `${command.reason} ${whatCommandLeaves(migration, command.kind)}${unless}`,
        before: { status: migration.status, direction: migration.direction, step: migration.step },
        after: { status: 'running', direction, step, ...wish },
      },
    ],
  };
}
