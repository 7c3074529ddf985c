/** One run: the whole app on one stage, one thing after another as a seed has it, with whatever goes wrong. */
import type { Fleet } from '../../../shared/app/fleet.ts';
import { AdvanceMigration } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { fleetOf } from '../../../shared/app/use-cases.ts';
import { BugError, UpstreamError } from '../../../shared/domain/errors.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { numberAt } from '../world/random.ts';
import { calmDown } from './calm.ts';
import type { CallFault, CallInfo, Fault, FaultSource } from './fault.ts';
import { recorded } from './fault-sources.ts';
import { type Break, Monitor } from './monitor.ts';
import { Crash, partsOf, SimProcess } from './process.ts';
import { checkEnd, type Found, foundAt, owesEvidence } from './rules-at-end.ts';
import { checkReported } from './rules-of-reports.ts';
import type { SimMessage } from './sim-queue.ts';
import { type Stage, setStage, storedMigrations } from './stage.ts';
import { type StoryWish, storyOf } from './story.ts';
import { applyTurnFault } from './turn-faults.ts';
import type { UnderWay, UseCase, Used } from './under-way.ts';

const MINUTE = 60_000;
const PROCESSES = 2;

/** Things that one pass may wait for. */
const MOST_WAITS = 5000;

/** Turns of the others while a process is frozen, and how long it is at most. */
const MOST_TURNS_FROZEN = 60;
const MOST_FROZEN_MS = 3 * 60 * MINUTE;
/** A call that was sent is given up by then: whoever hangs with it on the wire does so no longer. */
const MOST_ON_THE_WIRE_MS = MINUTE;

/** Streams of numbers that a run draws from, beside those of its faults. */
const STREAM = { order: 20, process: 21, latency: 22, redelivery: 23, skew: 24, cron: 25 } as const;

export interface RunOptions {
  readonly seed: number;
  readonly faults: FaultSource;
  readonly wish?: StoryWish;
  /** Plants a fault in the app's parts or its surroundings: a simulation must be able to fail. */
  readonly plant?: (parts: Parts, stage: Stage) => Parts;
  /** The app, where it is not the whole one. */
  readonly app?: (parts: Parts) => Fleet;
  /** Clocks of processes may differ. */
  readonly skewed?: boolean;
  /** Turns until everything calms down. */
  readonly turns?: number;
}

export interface RunResult {
  readonly seed: number;
  readonly turns: number;
  readonly calls: number;
  readonly crashes: number;
  readonly faults: readonly Fault[];
  readonly breaks: readonly Break[];
  /** Status of every migration at the end. */
  readonly ends: readonly string[];
  readonly simulation: Simulation;
}

export async function runSimulation(options: RunOptions): Promise<RunResult> {
  const simulation = await Simulation.on(options);
  await simulation.run();
  return simulation.result();
}

interface Life {
  readonly process: SimProcess;
  readonly fleet: Fleet;
}

const CRONS = ['start-migrations', 'resume-overdue', 'find-stray-marks'] as const;
type Cron = (typeof CRONS)[number];

export class Simulation implements UnderWay {
  readonly stage: Stage;
  readonly monitor: Monitor;
  readonly found: Found;
  readonly options: RunOptions;
  readonly #faults: Fault[] = [];
  readonly #source: FaultSource;
  readonly #lives: Life[] = [];
  readonly #cronsDue = new Map<Cron, Instant>();
  #calls = 0;
  #turns = 0;
  #crashes = 0;
  #processes = 0;
  #nested = 0;
  /** Which process works at present, for those who work meanwhile. */
  #working = 0;
  /** Nothing goes wrong any more. */
  calm = false;
  /** Largest difference of a process's clock, drawn by a fault. */
  skewMs = 0;

  static async on(options: RunOptions): Promise<Simulation> {
    return new Simulation(options, await setStage(storyOf(options.seed, options.wish)));
  }

  private constructor(options: RunOptions, stage: Stage) {
    this.options = options;
    this.stage = stage;
    this.monitor = new Monitor(stage);
    this.found = foundAt(stage);
    this.#source = recorded(options.faults, this.#faults);
    for (let n = 0; n < PROCESSES; n += 1) this.#lives.push(this.#born());
    for (const cron of CRONS) this.#cronsDue.set(cron, stage.world.now);
  }

  get world() {
    return this.stage.world;
  }

  async run(): Promise<void> {
    const most = this.options.turns ?? 500;
    for (let turn = 0; turn < most && !(await this.hasEnded()); turn += 1) await this.turn();
    this.calm = true;
    await calmDown(this);
    await this.end();
  }

  /** What must hold when everything has come to an end. */
  async end(): Promise<void> {
    if (await owesEvidence(this.stage)) await this.use((fleet) => fleet.findStrayMarks());
    await checkEnd(this.stage, this.found, this.monitor);
  }

  /** One thing: a fault, a message, a timer, or time goes on. */
  turn(): Promise<void> {
    return this.#turn(0);
  }

  async #turn(within: number): Promise<void> {
    this.#turns += 1;
    const turn = this.#turns;
    const fault = this.calm ? undefined : this.#source.atTurn(turn);
    if (fault) await applyTurnFault(this, fault, (work) => this.#use(work, within));
    const ready = this.stage.queue.ready();
    const crons = CRONS.filter((cron) => (this.#cronsDue.get(cron) ?? 0) <= this.world.now);
    const choices = ready.length + crons.length;
    if (choices === 0) {
      this.world.advanceTo(this.#nextDue());
      return;
    }
    const chosen = Math.floor(numberAt(this.options.seed, STREAM.order, turn) * choices);
    const message = ready[chosen];
    if (message) await this.#handle(message, within);
    else await this.#runCron(crons[chosen - ready.length] ?? 'resume-overdue', within);
  }

  /** A use case in one of the processes; a crash or an upstream's trouble is an ordinary end of it. */
  use(work: UseCase): Promise<Used> {
    return this.#use(work, 0);
  }

  /** @param within 1: it happens between two calls of another process */
  async #use(work: UseCase, within: number): Promise<Used> {
    const drawn = Math.floor(numberAt(this.options.seed, STREAM.process, this.#turns) * PROCESSES);
    // What happens meanwhile happens in another process.
    const which = within === 0 ? drawn : (this.#working + 1) % PROCESSES;
    if (within === 0) this.#working = which;
    const life = this.#lives[which] ?? this.#born();
    life.process.begins();
    const ended = await this.#follow(life.process, work(life.fleet), within);
    if (life.process.dead) {
      this.#crashes += 1;
      this.#lives[which] = this.#born();
      return 'crashed';
    }
    if (ended.kind === 'ok') return 'done';
    if (!(ended.error instanceof UpstreamError) && !(ended.error instanceof Crash) && !this.#isLost(ended.error)) {
      const error = ended.error instanceof Error ? (ended.error.stack ?? ended.error.message) : String(ended.error);
      this.monitor.report('the app meets only what it expects', error.split('\n').slice(0, 4).join(' | '));
    }
    return 'failed';
  }

  /** Its record cannot be read any more, between a write and its outcome: that is said, and nothing else can be. */
  #isLost(error: unknown): boolean {
    return error instanceof BugError && error.code === 'MIGRATION_LOST' && this.stage.spoiled.size > 0;
  }

  /** Every migration that was made has. */
  async hasEnded(): Promise<boolean> {
    const open = await this.stage.parts.migrations.list('open');
    return open.length === 0 && this.monitor.saved.size > 0 && this.#turns > 20;
  }

  #born(): Life {
    this.#processes += 1;
    const drawn = numberAt(this.options.seed, STREAM.skew, this.#processes) * 2 - 1;
    const skew = this.options.skewed === false ? 0 : Math.round(drawn * this.skewMs);
    const process = new SimProcess(`p${this.#processes}`, skew);
    const hooks = {
      before: (call: CallInfo, of: SimProcess) => this.#before(call, of),
      after: (call: CallInfo, of: SimProcess, answer: unknown) => this.monitor.after(call, of, answer),
      freezes: async (call: CallInfo, fault: CallFault) => {
        if (!isBefore(fault)) await this.#freeze(call, fault);
      },
    };
    const guarded = partsOf(process, this.stage.parts, hooks, () => {
      this.#calls += 1;
      return this.#calls;
    });
    const parts = { ...guarded, clock: process.clock(this.stage.parts.clock) };
    return { process, fleet: (this.options.app ?? fleetOf)(this.options.plant?.(parts, this.stage) ?? parts) };
  }

  async #before(call: CallInfo, process: SimProcess): Promise<CallFault | undefined> {
    const { seed } = this.options;
    this.world.advance(20 + Math.floor(numberAt(seed, STREAM.latency, call.n) * 300));
    if (call.sort === 'write' || call.sort === 'evict') this.monitor.beforeWrite(call, process);
    const fault = this.calm ? undefined : this.#source.atCall(call);
    if (fault?.kind === 'stall') this.world.advance(Math.floor(fault.pick * 8) * MINUTE);
    if (fault?.kind === 'meanwhile' && this.#nested === 0) {
      this.#nested += 1;
      try {
        await this.#meanwhile(fault);
      } finally {
        this.#nested -= 1;
      }
    }
    if (fault?.kind === 'freeze' && isBefore(fault)) await this.#freeze(call, fault);
    this.monitor.reaches(call);
    return fault;
  }

  /** Between two calls of a process another one works, or somebody acts. */
  async #meanwhile({ pick, n }: CallFault): Promise<void> {
    if (pick < 0.4) {
      const kind = (['cordon', 'uncordon', 'scale', 'kill-node', 'set-scaling', 'alert', 'command'] as const)[
        Math.floor(pick * 17.5)
      ];
      const fault = { at: 'turn', n, kind: kind ?? 'command', pick: (pick * 7919) % 1 } as const;
      await applyTurnFault(this, fault, (work) => this.#use(work, 1));
      return;
    }
    const [message] = this.stage.queue.ready();
    if (message) await this.#handle(message, 1);
    else {
      const open = await storedMigrations(this.stage);
      const one = open.find(({ status }) => !hasEnded(status));
      // The lock of its session ran out: another process is given the same message.
      if (one) await this.#use((fleet) => fleet.advanceMigration({ migrationId: one.id, clusterId: one.clusterId }), 1);
    }
  }

  /**
   * The process hangs in this call, for as long as it may be: its lock of the session runs out, another process is handed
   * the same message and goes on, people act. Then the call goes on as if nothing had been.
   */
  async #freeze({ sort }: CallInfo, { pick }: CallFault): Promise<void> {
    if (this.#nested > 0) return;
    const isOnTheWire = sort === 'write' || sort === 'evict';
    const until = this.world.now + Math.floor(pick * (isOnTheWire ? MOST_ON_THE_WIRE_MS : MOST_FROZEN_MS));
    this.#nested += 1;
    try {
      this.stage.queue.unlockAll();
      for (let turn = 0; turn < MOST_TURNS_FROZEN && this.world.now < until; turn += 1) await this.#turn(1);
    } finally {
      this.#nested -= 1;
    }
  }

  async #handle(message: SimMessage, within: number): Promise<void> {
    const { queue } = this.stage;
    const lock = queue.lock(message);
    const body = AdvanceMigration.parse(JSON.parse(message.body));
    const ended = await this.#use((fleet) => fleet.advanceMigration(body), within);
    const drawn = numberAt(this.options.seed, STREAM.redelivery, this.#turns);
    if (ended === 'done') queue.complete(message, lock);
    else
      queue.abandon(message, lock, ended === 'crashed' ? Math.floor(drawn * 5) * MINUTE : Math.floor(drawn * 30_000));
  }

  async #runCron(cron: Cron, within: number): Promise<void> {
    const quiet = this.stage.queue.nextDue() === undefined;
    const minutes = cron === 'find-stray-marks' ? 120 : cron === 'resume-overdue' && quiet ? 5 : 25;
    this.#cronsDue.set(cron, this.world.now + minutes * MINUTE);
    const begins = this.world.now;
    const ended = await this.#use(async (fleet) => {
      if (cron === 'start-migrations') await fleet.startMigrations();
      else if (cron === 'resume-overdue') await fleet.resumeOverdue();
      else await fleet.findStrayMarks();
    }, within);
    if (cron === 'resume-overdue' && ended === 'done') await checkReported(this.stage, begins, this.monitor);
  }

  #nextDue(): Instant {
    const due = [...this.#cronsDue.values(), this.stage.queue.nextDue() ?? Number.POSITIVE_INFINITY];
    return Math.max(this.world.now + 1, Math.min(...due));
  }

  /** Runs until the work is over or its process dies; virtual time goes on while it waits for something. */
  async #follow(process: SimProcess, work: Promise<unknown>, within: number): Promise<Ended> {
    const watched = watch(work);
    // Who stands around it lets the time go on.
    if (within > 0) await watched.over;
    const isOver = () => (watched.ended !== undefined || process.dead) && this.#nested <= within;
    for (let waits = 0; !isOver(); waits += 1) {
      await idle();
      if (isOver()) break;
      if (waits > MOST_WAITS)
        throw new Error(`a pass never ends (${process.dead ? 'dead' : 'alive'}, ${this.#nested} within it)`);
      const next = this.world.time.next();
      if (next === undefined) throw new Error('a pass waits for something that never comes');
      this.world.advanceTo(next);
    }
    return watched.ended ?? { kind: 'error', error: new Crash() };
  }

  result(): RunResult {
    return {
      seed: this.options.seed,
      turns: this.#turns,
      calls: this.#calls,
      crashes: this.#crashes,
      faults: this.#faults,
      breaks: this.monitor.breaks,
      ends: [...this.monitor.saved.values()].map(({ status }) => status),
      simulation: this,
    };
  }
}

/** Whether a process hangs before its call is made, or with the answer in its hands. */
function isBefore({ pick }: CallFault): boolean {
  return (pick * 1009) % 1 < 0.5;
}

type Ended = { readonly kind: 'ok' } | { readonly kind: 'error'; readonly error: unknown };

interface Watched {
  ended: Ended | undefined;
  readonly over: Promise<void>;
}

/** The work, and whether it is over by now. It never rejects. */
function watch(work: Promise<unknown>): Watched {
  const watched: { ended: Ended | undefined; over: Promise<void> } = { ended: undefined, over: Promise.resolve() };
  watched.over = (async () => {
    try {
      await work;
      watched.ended = { kind: 'ok' };
    } catch (error) {
      watched.ended = { kind: 'error', error };
    }
  })();
  return watched;
}

/** Until nothing is left that runs by itself. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
