/** A year of announcements on a virtual clock: plans come, move and are carried out, and processes die between any two effects. */

import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { announceWork as announce } from '../../../shared/app/announce-work.ts';
import { Notify } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { communicationDates } from '../../../shared/domain/plan/communication.ts';
import { localDay, localInstant } from '../../../shared/domain/plan/local-time.ts';
import type { ClusterPlan, MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { addDays, type Instant, MS_PER_DAY } from '../../../shared/domain/time.ts';
import { Mortal } from '../../app/alerts/given-mortal.ts';
import { givenApp } from '../../app/given-app.ts';
import { givenMigration } from '../migration.ts';
import { givenClusterPlan, givenPlan, givenStep } from '../plan.ts';

const HOUR = 3_600_000;
const START = Date.parse('2027-01-04T00:00:00Z');
const ZONES = {
  westeurope: 'Europe/Amsterdam',
  eastus: 'America/New_York',
  japaneast: 'Asia/Tokyo',
  australiaeast: 'Australia/Sydney',
};
const REGIONS = Object.keys(ZONES) as (keyof typeof ZONES)[];
/** Each cluster's work comes round so often. */
const ROUND_DAYS = 90;

export interface YearResult {
  readonly clusters: number;
  readonly announcements: number;
  readonly sentTwice: number;
  readonly atNight: number;
  readonly afterEvent: number;
  readonly dropped: number;
  readonly crashes: number;
  readonly moved: number;
}

interface Work {
  readonly number: number;
  readonly region: keyof typeof ZONES;
  opens: Instant;
  version: number;
  migrated: boolean;
}

export async function runYear({
  clusters,
  seed,
  days = 365,
}: {
  clusters: number;
  seed: number;
  days?: number;
}): Promise<YearResult> {
  const chance = random(seed);
  const app = givenApp({ now: START }, { planning: fixedPlanning() });
  const works = Array.from({ length: clusters }, (_, number): Work => {
    const region = REGIONS[number % REGIONS.length] ?? 'westeurope';
    return { number, region, opens: opensOn(20 + Math.floor(chance() * 70), region), version: 0, migrated: false };
  });
  let digit = 0;
  let crashes = 0;
  let plan = await propose(app.parts, works, digit);
  const end = START + days * MS_PER_DAY;
  for (let at = START; at < end; at += HOUR) {
    app.world.now = at;
    let changed = false;
    for (const work of works) {
      if (!work.migrated && at >= work.opens && at < work.opens + HOUR) {
        work.migrated = true;
        await migrate(app.parts, plan, work, at);
      }
      const over = at >= work.opens + 20 * MS_PER_DAY;
      const moves = at < work.opens && chance() < 0.0004;
      if (!over && !moves) continue;
      work.opens = opensOn((at - START) / MS_PER_DAY + (over ? ROUND_DAYS - 20 : 3 + chance() * 40), work.region);
      work.version += 1;
      work.migrated = false;
      changed = true;
    }
    if (changed) plan = await propose(app.parts, works, (digit += 1));
    // Now and then nobody runs for some hours.
    if (chance() < 0.01) {
      at += Math.floor(chance() * 30) * HOUR;
      continue;
    }
    const dies = chance() < 0.1;
    const mortal = new Mortal(dies ? 1 + Math.floor(chance() * 5) : 0, chance() < 0.5 ? 'before' : 'after');
    try {
      await announce(guarded(app.parts, mortal));
    } catch (error) {
      if (!mortal.died) throw error;
      crashes += 1;
    }
    await app.drain();
  }
  const stored = await app.parts.announcements.list();
  return {
    ...judge(app.announced()),
    clusters,
    dropped: stored.reduce((sum, { round }) => sum + round.dropped, 0),
    crashes,
  };
}

/** The same news counts as the same by what it says, not only by its id. */
function judge(announced: readonly Notify[]) {
  const ids = new Set<string>();
  const words = new Set<string>();
  let [sentTwice, atNight, afterEvent, moved] = [0, 0, 0, 0];
  for (const one of announced) {
    if (one.kind !== 'planned-work') continue;
    const { clusterId, what, window, before } = one;
    const word = JSON.stringify([clusterId, what, window, before]);
    if (ids.has(one.id) || words.has(word)) sentTwice += 1;
    ids.add(one.id);
    words.add(word);
    const local = new Intl.DateTimeFormat('en-GB', {
      timeZone: one.timeZone,
      hour: '2-digit',
      hourCycle: 'h23',
    }).format(one.at);
    if (Number(local) >= 20 || Number(local) < 8) atNight += 1;
    if (what === 'moved') moved += 1;
    if (what === 'retro' ? one.at < window.closes || one.at > window.closes + 12 * MS_PER_DAY : one.at >= window.opens)
      afterEvent += 1;
  }
  return { announcements: announced.length, sentTwice, atNight, afterEvent, moved };
}

function guarded(parts: Parts, mortal: Mortal): Parts {
  return mortal.ports(parts, ['announcements', 'sender', 'migrations', 'plans']);
}

function opensOn(day: number, region: keyof typeof ZONES): Instant {
  const date = addDays('2027-01-04', Math.floor(day));
  return localInstant(date, 0, ZONES[region]);
}

async function propose(parts: Parts, works: readonly Work[], digit: number): Promise<MigrationPlan> {
  const before = await parts.plans.proposal();
  const plan = planOf(parts, works, digit);
  await parts.plans.save(plan, parts.clock.now());
  const proposal = {
    checkedAt: parts.clock.now(),
    sinceAt: parts.clock.now(),
    plannedFrom: START,
    sweepId: 's',
    whole: true,
    basis: String(digit),
    plans: [
      {
        id: plan.id,
        hash: plan.hash,
        scope: plan.scope,
        feasible: true,
        waves: 1,
        clusters: works.length,
        pools: works.length,
        held: 0,
        minutes: plan.minutes,
        cost: { kind: 'known' as const, amount: 0, currency: 'USD' },
        firstProposedAt: START,
      },
    ],
    changes: [],
  };
  await parts.plans.propose(proposal, before?.etag);
  return plan;
}

function planOf(parts: Parts, works: readonly Work[], digit: number): MigrationPlan {
  const hash = parts.hash(`plan ${digit}`);
  const plan = givenPlan('a', { hash, id: hash.slice(0, 12) });
  const [wave] = plan.waves;
  return {
    ...plan,
    waves: wave ? [{ ...wave, clusters: works.map((work) => clusterOf(work, parts.clock.now())) }] : [],
  };
}

function clusterOf({ number, region, opens }: Work, now: Instant): ClusterPlan {
  const zone = ZONES[region];
  const day = localDay(opens, zone);
  return givenClusterPlan({
    clusterId: idOf(number),
    name: `c${number}`,
    region,
    steps: [givenStep({ windows: [{ opens, closes: opens + 6 * HOUR }] })],
    communication: communicationDates(day, day, localDay(now, zone)),
  });
}

function idOf(number: number): string {
  return `/subscriptions/s/resourcegroups/r/providers/microsoft.containerservice/managedclusters/c${number}`;
}

async function migrate(parts: Parts, plan: MigrationPlan, { number, version }: Work, at: Instant): Promise<void> {
  const rounds = await parts.announcements.list();
  const told = rounds.find(({ round }) => round.clusterId === idOf(number))?.round.planHash ?? plan.hash;
  const id = `m-${number}-${version}`;
  await parts.migrations.create(
    givenMigration({
      id,
      clusterId: idOf(number),
      plan: { id: told.slice(0, 12), hash: told },
      status: 'completed',
      endedAt: at,
    }),
  );
}

/** Mulberry32: the same seed, the same year. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
