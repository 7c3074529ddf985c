/**
 * A year of all that is announced, on a virtual clock: planned work, migrations, sign-offs, what retires, exemptions; through
 * the queues into a chat that is busy at times. Processes die between any two effects, and now and then nobody runs at all.
 */

import type { Fleet } from '../../../shared/app/fleet.ts';
import { Notify, PostChat } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { fleetOf } from '../../../shared/app/use-cases.ts';
import { FleetError } from '../../../shared/domain/errors.ts';
import { MS_PER_DAY } from '../../../shared/domain/time.ts';
import { GUARDED_PORTS, Mortal } from '../../app/alerts/given-mortal.ts';
import { chanceOf } from './chance.ts';
import { beginYear, type Year } from './year-app.ts';
import type { YearChat } from './year-chat.ts';
import { judgeYear, type YearJudged } from './year-judge.ts';
import { START } from './year-world.ts';

const HOUR = 3_600_000;
/** One process in so many dies at one of its first calls, or of its later ones. */
const DIES = 0.05;
const FIRST_CALLS = 14;
const LATER_CALLS = 60;

/** Nobody freezes the fleet in a year: with its store a seed would die elsewhere. */
const PORTS = GUARDED_PORTS.filter((port) => port !== 'freezes');

export interface YearResult extends YearJudged {
  readonly clusters: number;
  readonly days: number;
  readonly seed: number;
  readonly crashes: number;
  readonly weather: YearChat['weather'];
}

export interface YearOptions {
  readonly clusters: number;
  readonly seed: number;
  readonly days?: number;
  /** Hours from one look to the next. */
  readonly each?: number;
}

export async function runYear({ clusters, seed, days = 365, each = 1 }: YearOptions): Promise<YearResult> {
  const { year, crashes } = await liveYear({ clusters, seed, days, each });
  return { clusters, days, seed, ...(await judgeYear(year)), crashes, weather: year.chat.weather };
}

async function liveYear({
  clusters,
  seed,
  days = 365,
  each = 1,
}: YearOptions): Promise<{ year: Year; crashes: number }> {
  const chance = chanceOf(seed);
  const year = await beginYear({ clusters, days }, chance);
  const { app, world } = year;
  let crashes = 0;

  /** Each timer and each delivery is a process of its own. */
  async function asProcess(act: (parts: Parts, fleet: Fleet) => Promise<unknown>): Promise<void> {
    if (chance() >= DIES) return void (await act(app.parts, app.fleet));
    const mortal = new Mortal(
      1 + Math.floor(chance() * (chance() < 0.5 ? FIRST_CALLS : LATER_CALLS)),
      chance() < 0.5 ? 'before' : 'after',
    );
    const parts = mortal.ports(app.parts, PORTS);
    try {
      await act(parts, fleetOf(parts));
    } catch (error) {
      crashes += mortal.died ? 1 : 0;
      throw error;
    }
  }

  async function timer(act: (fleet: Fleet) => Promise<unknown>): Promise<void> {
    await asProcess((_, fleet) => act(fleet)).catch(goesOn);
  }

  async function drain(): Promise<void> {
    await app.queues.drain(
      {
        notify: (body) => asProcess((_, fleet) => fleet.notify(Notify.parse(body))),
        'post-chat': (body) => asProcess((_, fleet) => fleet.postChat(PostChat.parse(body))),
      },
      { concurrency: 1, onFailure: (_queue, _delivery, error) => goesOn(error) },
    );
  }

  async function until(moment: number): Promise<void> {
    await drain();
    for (let due = app.queues.nextDue(); due !== undefined && due < moment; due = app.queues.nextDue()) {
      app.world.now = due;
      await world.live(app.parts, due);
      await drain();
    }
  }

  const end = START + days * MS_PER_DAY;
  for (let at = START; at < end; at += each * HOUR) {
    app.world.now = at;
    await world.tick(app.parts, at);
    // Now and then nobody runs for some hours.
    if (chance() < 0.006) {
      at += Math.floor(chance() * 30) * HOUR;
      continue;
    }
    await timer((fleet) => fleet.announce());
    await timer((fleet) => fleet.askSignOffs());
    await timer((fleet) => fleet.reviewExemptions());
    await until(at + each * HOUR);
  }
  app.world.now = end;
  await until(end + 3 * MS_PER_DAY);
  return { year, crashes };
}

/** The next tick, or the next delivery, goes on from there. */
function goesOn(error: unknown): void {
  const isMeant = error instanceof FleetError || (error instanceof Error && error.message === 'the process is gone');
  if (!isMeant) throw error;
}
