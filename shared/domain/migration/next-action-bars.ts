import type { AlertWord } from '../alert/verdict.ts';
import type { SignOffState } from '../sign-off/sign-off.ts';
import { awaitedText, voiceText } from '../sign-off/words.ts';
import type { Action, Surroundings } from './action.ts';
import type { Admission } from './admission.ts';
import { barOfNodesOut } from './next-action-nodes-out.ts';
import { barToDeleteAlone } from './next-action-two-people.ts';
import { LONGEST_WAIT_SECONDS } from './pass-time.ts';
import type { PassFacts } from './step-rule.ts';
import type { Write } from './write.ts';

const LOOK_AGAIN_SECONDS = 60;
/** The first look comes within the minute. */
const UNSEEN_SECONDS = 20;

/** Why a migration may not begin yet; `undefined`: it may. */
export function barToBegin(facts: PassFacts, { admission, dryRun }: Surroundings): Action | undefined {
  if (!admission) return NOT_ASKED;
  return (
    settingForbids(facts, dryRun) ??
    planChanged(admission) ??
    signOffsMissing(admission.signOffs) ??
    gateShut(admission) ??
    windowClosed(admission, facts) ??
    alertHolds(facts.alert) ??
    (admission.caps.kind === 'full' ? wait(admission.caps.why) : undefined)
  );
}

/**
 * Why this may not be written now; `undefined`: it may. On the way back or aside things get less dangerous, so neither
 * window nor caps hold it. A node whose drain has begun is finished, whatever closes meanwhile.
 */
export function barToWrite(facts: PassFacts, { admission, dryRun }: Surroundings, write: Write): Action | undefined {
  const always = settingForbids(facts, dryRun) ?? barOfNodesOut(facts, write);
  if (always || facts.migration.direction !== 'forward' || isUnderWay(facts, write)) return always;
  if (!admission) return NOT_ASKED;
  return (
    planChanged(admission) ??
    signOffsMissing(admission.signOffs) ??
    barToDeleteAlone(facts, write, admission.signOffs) ??
    gateShut(admission) ??
    windowClosed(admission, facts) ??
    (admission.caps.kind === 'full' ? wait(admission.caps.why) : undefined) ??
    writesSpent(admission, write)
  );
}

function isUnderWay({ migration }: PassFacts, write: Write): boolean {
  return write.kind === 'drain' && migration.drain.node?.name === write.node;
}

const NOT_ASKED: Action = {
  kind: 'wait',
  because: 'It is not known whether it is admitted.',
  againSeconds: LOOK_AGAIN_SECONDS,
  unseen: true,
};

function wait(because: string, againSeconds = LOOK_AGAIN_SECONDS): Action {
  return { kind: 'wait', because, againSeconds };
}

/** It begins on a cluster that was looked at and is well. The next look is at most a minute away. */
function alertHolds({ kind, why }: AlertWord): Action | undefined {
  if (kind === 'unknown') return wait(why, UNSEEN_SECONDS);
  return kind === 'breached' ? wait(`An alert is open: ${why}`) : undefined;
}

/** The setting is a switch for everybody: nothing that began before it was turned on writes on. */
function settingForbids({ migration }: PassFacts, dryRun: boolean): Action | undefined {
  if (!dryRun || migration.dryRun) return undefined;
  return wait('The app is set to dry run (DRY_RUN=true): nothing is written to any cluster.');
}

function planChanged({ plan }: Admission): Action | undefined {
  if (plan.kind === 'as-signed') return undefined;
  return {
    kind: 'pause',
    because: `The plan is not as it was signed: ${plan.why}`,
    remedy: 'Abort this migration; the plan that is proposed now needs its own sign-offs.',
    code: 'PLAN_CHANGED',
  };
}

function signOffsMissing(state: SignOffState): Action | undefined {
  if (state.kind === 'complete') return undefined;
  if (state.kind === 'refused') {
    const { reason } = state.by;
    return wait(`${voiceText(state.by)} has refused the plan${reason ? `: ${reason}` : '.'}`);
  }
  return wait(`Sign-offs are missing: ${awaitedText(state.roles)}.`);
}

function gateShut({ gates }: Admission): Action | undefined {
  return gates.kind === 'shut' ? wait(gates.why) : undefined;
}

function windowClosed({ window }: Admission, { now }: PassFacts): Action | undefined {
  if (window.kind === 'open') return undefined;
  const seconds = window.opens === undefined ? LONGEST_WAIT_SECONDS : Math.ceil((window.opens - now) / 1000);
  return wait(window.why, Math.min(LONGEST_WAIT_SECONDS, Math.max(1, seconds)));
}

/** Kinds that spend from ARM's bucket of pool writes. */
const POOL_WRITES: ReadonlySet<Write['kind']> = new Set([
  'create-pool',
  'update-pool',
  'delete-machines',
  'delete-pool',
  'upgrade-image',
  'upgrade-control-plane',
  'stop-operation',
  'restore-version',
]);

export function isPoolWrite({ kind }: Write): boolean {
  return POOL_WRITES.has(kind);
}

function writesSpent({ writes }: Admission, write: Write): Action | undefined {
  if (writes.kind === 'room' || !isPoolWrite(write)) return undefined;
  return wait('Azure takes no more changes of pools from us in this minute.', Math.max(1, writes.againSeconds));
}
