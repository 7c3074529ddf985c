import type { Instant } from '../time.ts';
import type { Action } from './action.ts';
import { type Folded, type Happening, pauseFor, STEWARD, unchanged, waitFor, without } from './apply.ts';
import { applyCommand } from './apply-command.ts';
import { end } from './apply-end.ts';
import type { Migration } from './migration.ts';
import type { Remembered } from './remembered.ts';
import { ROUTES, STEPS } from './step-table.ts';
import type { Viability } from './viability.ts';

/** Actions that change nothing but the record. */
export type RecordAction = Exclude<Action, { kind: 'write' | 'nothing' }>;

/** The record after an action that writes nothing to the world, and in how many seconds it is looked at again. */
export function applyAction(
  migration: Migration,
  action: RecordAction,
  viability: Viability,
  now: Instant,
): Folded & { readonly againSeconds: number } {
  switch (action.kind) {
    case 'command':
      return { ...applyCommand(migration, action.command, viability, now), againSeconds: 0 };
    case 'begin':
      return { ...begin(migration, action.because, now), againSeconds: 0 };
    case 'wait': {
      const waited = waitFor(seenOrNot(remember(migration, action.remember), action.unseen, now), action.because, now);
      return { ...waited, againSeconds: action.againSeconds };
    }
    case 'pause': {
      const { because, remedy, code } = action;
      return { ...pauseFor(migration, { because, by: STEWARD, remedy, code }, now), againSeconds: 0 };
    }
    case 'rest':
      return { ...unchanged(migration), againSeconds: action.againSeconds };
    case 'done':
      return { ...stepDone(remember(migration, action.remember), action.because, now), againSeconds: 0 };
    case 'end':
      return { ...end(migration, action.status, action.because, now), againSeconds: 0 };
  }
}

export function remember(migration: Migration, more: Partial<Remembered> | undefined): Migration {
  return more ? { ...migration, remembered: { ...migration.remembered, ...more } } : migration;
}

function seenOrNot({ unseenSince, ...migration }: Migration, unseen: boolean | undefined, now: Instant): Migration {
  return unseen ? { ...migration, unseenSince: unseenSince ?? now } : migration;
}

function begin({ waiting: _, ...migration }: Migration, because: string, now: Instant): Folded {
  return {
    migration: { ...migration, status: 'running', stepSince: now },
    happened: [
      {
        who: STEWARD,
        kind: 'step',
        what: `It begins. ${because}`,
        after: { step: migration.step, dryRun: migration.dryRun },
      },
    ],
  };
}

const ENDINGS = { forward: 'completed', back: 'rolled-back', aside: 'aborted' } as const;

function stepDone(migration: Migration, because: string, now: Instant): Folded {
  const { step, route, direction } = migration;
  const steps = ROUTES[route][direction];
  const next = steps[steps.indexOf(step) + 1];
  if (!next) return end(migration, ENDINGS[direction], because, now);
  const rest = without(migration, 'waiting', 'unseenSince');
  return {
    migration: { ...rest, step: next, stepSince: now, tries: 0 },
    happened: [stepHappening(imaginedOrNot(because, migration), migration, next)],
  };
}

/** A dry run sees the world as its writes would have made it, and says so. */
function imaginedOrNot(because: string, { dryRun, imagined }: Migration): string {
  return dryRun && imagined.length > 0 ? `Imagined: ${because}` : because;
}

function stepHappening(because: string, { step, direction }: Migration, next: keyof typeof STEPS): Happening {
  return {
    who: STEWARD,
    kind: 'step',
    what: `${because} Next: ${STEPS[next].does}`,
    before: { step, direction },
    after: { step: next, direction },
  };
}
