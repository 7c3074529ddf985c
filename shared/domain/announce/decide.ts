import type { PlannedWindow } from '../plan/migration-plan.ts';
import { type Instant, momentText } from '../time.ts';
import { note, noted, withoutOld } from './drop-note.ts';
import { isAwake, type QuietHours } from './quiet.ts';
import type { PlannedWord, PlannedWork, Round, ToSay, WordDate } from './round.ts';
import { PLANNED_WORDS } from './round.ts';
import { titleOf } from './words.ts';

/** What a plan says of a cluster now. */
export interface PlannedNow {
  readonly planHash: string;
  readonly work: Round['work'];
  readonly dates: readonly WordDate[];
}

export interface RoundFacts {
  readonly now: Instant;
  readonly quiet: QuietHours;
  /** Absent: no proposed plan has a window for it. */
  readonly planned?: PlannedNow;
  /** Hash of a proposed plan that has it, and no window for it: something holds it. */
  readonly heldIn?: string;
  /** `false`: the proposal may miss clusters, so that nothing is called off. */
  readonly whole: boolean;
  /** Migrations of this round: whether one has begun, and whether all that there are have ended. */
  readonly begun: boolean;
  readonly ended: boolean;
  /** Why it moved from the plan that people know to the one of now. */
  readonly why: (from: string, to: string) => readonly string[];
  readonly idOf: (text: string) => string;
}

/**
 * What is to be said of the work on a cluster now, as the next state of its round: at most one word, the latest that
 * is still true. Earlier ones that nobody said are dropped with a note, and so is what comes too late for its event.
 * The same object when nothing changes.
 */
export function decideRound(before: Round | undefined, clusterId: string, facts: RoundFacts): Round | undefined {
  const round = roundOf(before, clusterId, facts);
  if (!round || round.over) return round;
  const awake = isAwake(facts.now, facts.quiet, round.work.timeZone);
  const { planned } = facts;
  if (!planned && facts.whole && !facts.begun && facts.now < round.work.window.opens) {
    if (!round.told) return { ...round, over: true };
    return awake ? calledOff(round, facts) : round;
  }
  if (planned && !facts.begun && !isSame(round.work.window, planned.work.window))
    return moved(round, planned, facts, awake);
  const current = planned && planned.planHash !== round.planHash && !facts.begun ? { ...round, ...planned } : round;
  return sayLatest(dropPast(current, facts.now), facts, awake);
}

/** The round that goes on, or the next one; nobody is told about what has begun before its first word. */
function roundOf(before: Round | undefined, clusterId: string, { planned, now }: RoundFacts): Round | undefined {
  if (before && !before.over) return before;
  if (!planned || planned.work.window.opens <= now) return before;
  return {
    format: 1,
    clusterId,
    number: (before?.number ?? 0) + 1,
    moves: 0,
    ...planned,
    settled: [],
    told: false,
    over: false,
    toSend: before?.toSend ?? [],
    notes: before?.notes ?? [],
    dropped: before?.dropped ?? 0,
  };
}

function moved(round: Round, planned: PlannedNow, facts: RoundFacts, awake: boolean): Round {
  if (planned.work.window.opens <= facts.now) return round;
  if (!round.told) return { ...round, ...planned, settled: [], toSend: [] };
  if (!awake) return round;
  const work: PlannedWork = {
    ...planned.work,
    what: 'moved',
    before: round.work.window,
    late: false,
    title: titleOf('moved', planned.work, round.work.window),
    why: facts.why(round.planHash, planned.planHash),
  };
  const moves = round.moves + 1;
  const next: Round = { ...round, ...planned, moves, settled: settledAfterMove(planned.dates, facts.now) };
  const unsent = round.toSend.map(({ work: { what } }) =>
    note(what, facts.now, 'Its window moved before it was sent.'),
  );
  return said(noted({ ...next, toSend: [] }, unsent), work, planned.work.window.opens, facts);
}

/** The news of the move stands for what is due already; what is due later is said again, for the new window. */
function settledAfterMove(dates: readonly WordDate[], now: Instant): PlannedWord[] {
  return dates.filter(({ word, from }) => word === 'announce' || from <= now).map(({ word }) => word);
}

function calledOff(round: Round, facts: RoundFacts): Round {
  const title = titleOf('called-off', round.work);
  const why =
    facts.heldIn === undefined
      ? ['No proposed plan has work for this cluster any more.']
      : [...facts.why(round.planHash, facts.heldIn), 'A new date is told as soon as there is one.'];
  const work: PlannedWork = { ...round.work, what: 'called-off', late: false, title, why };
  return { ...said({ ...round, toSend: [] }, work, round.work.window.opens, facts), over: true };
}

function dropPast(round: Round, now: Instant): Round {
  const past = round.dates.filter(({ word, notAfter }) => notAfter <= now && !round.settled.includes(word));
  if (past.length === 0) return overOf(round, now);
  const notes = past.map(({ word, notAfter }) =>
    note(word, now, `Its time was over at ${momentText(notAfter)} before anybody could be told.`),
  );
  return overOf(noted({ ...round, settled: [...round.settled, ...past.map(({ word }) => word)] }, notes), now);
}

function overOf(round: Round, now: Instant): Round {
  const done = PLANNED_WORDS.every((word) => round.settled.includes(word)) && now >= round.work.window.closes;
  return done && !round.over ? { ...round, over: true } : round;
}

function sayLatest(round: Round, facts: RoundFacts, awake: boolean): Round {
  const { now } = facts;
  const due = round.dates.filter(
    ({ word, from }) =>
      from <= now && !round.settled.includes(word) && (word !== 'retro' || (facts.begun && facts.ended)),
  );
  const latest = due.at(-1);
  if (!latest || !awake || round.over) return round;
  const overtaken = due
    .slice(0, -1)
    .map(({ word }) => note(word, now, `${latest.word} was due by then and says it too.`));
  const work: PlannedWork = {
    ...round.work,
    what: latest.word,
    late: now > latest.to,
    title: titleOf(latest.word, round.work),
    why: [],
  };
  const settled = [...round.settled, ...due.map(({ word }) => word)];
  return overOf(said(noted({ ...round, settled }, overtaken), work, latest.notAfter, facts), now);
}

function said(round: Round, work: PlannedWork, notAfter: Instant, { now, idOf }: RoundFacts): Round {
  const id = idOf(JSON.stringify([round.clusterId, round.number, round.moves, work.what]));
  const toSay: ToSay = { id, at: now, notAfter, work };
  return { ...round, told: true, toSend: [...round.toSend, toSay] };
}

/** What may be sent now; what came too late meanwhile is dropped with a note. What stays waits for the end of the night. */
export function sendable(
  round: Round,
  now: Instant,
  quiet: QuietHours,
): { readonly send: readonly ToSay[]; readonly round: Round } {
  if (round.toSend.length === 0) return { send: [], round };
  const left = withoutOld(
    round,
    ({ notAfter }) => notAfter <= now,
    ({ work, notAfter }) =>
      note(work.what, now, `It was not known to be sent by ${momentText(notAfter)}, when its time was over.`),
  );
  return { send: isAwake(now, quiet, round.work.timeZone) ? left.toSend : [], round: left };
}

function isSame(a: PlannedWindow, b: PlannedWindow): boolean {
  return a.opens === b.opens && a.closes === b.closes;
}
