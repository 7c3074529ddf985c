/** A fleet through a year: plans come, move and are carried out, people sign, exemptions end, and dates of the calendar move. */
import type { Parts } from '../../../shared/app/parts.ts';
import { communicationDates } from '../../../shared/domain/plan/communication.ts';
import { localDay, localInstant } from '../../../shared/domain/plan/local-time.ts';
import type { ClusterPlan, Constraint, MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import type { Exemption } from '../../../shared/domain/policy/exemption.ts';
import type { RetirementCalendar } from '../../../shared/domain/retirement/calendar.ts';
import { addDays, dayOf, type Instant, MS_PER_DAY } from '../../../shared/domain/time.ts';
import { clusterWith, type World } from '../../app/given-app.ts';
import { clusterId, givenSubscription, SUBSCRIPTION } from '../fleet.ts';
import { givenClusterPlan, givenPlan, givenStep } from '../plan.ts';
import { givenCalendar, givenExemption } from '../policy.ts';
import { givenSignOff } from '../sign-off.ts';
import { bear, type Life, lifeOf, liveOn } from './year-lives.ts';

const HOUR = 3_600_000;
/** A Monday. */
export const START = Date.parse('2027-01-04T00:00:00Z');
export const ZONES = {
  westeurope: 'Europe/Amsterdam',
  eastus: 'America/New_York',
  japaneast: 'Asia/Tokyo',
  australiaeast: 'Australia/Sydney',
};
/** Of what is about the whole fleet. */
export const FLEET_ZONE = 'Europe/Amsterdam';
export type Region = keyof typeof ZONES;
const REGIONS = Object.keys(ZONES) as Region[];
const TEAMS = ['a', 'b', 'c'] as const;
/** Each cluster's work comes round so often. */
const ROUND_DAYS = 90;
const JAMMY = 'AKSUbuntu-2204gen2containerd-202611.12.0';

/** The n-th cluster, and where it is. */
export const nameOf = (number: number) => `c${number}`;
export const regionOf = (number: number): Region => REGIONS[number % REGIONS.length] ?? 'westeurope';
export const teamOf = (number: number) => TEAMS[number % TEAMS.length] ?? 'a';

export interface YearWorld {
  /** What Azure has of the fleet. */
  readonly fleet: Partial<World>;
  readonly calendar: () => RetirementCalendar;
  readonly exemptions: readonly Exemption[];
  readonly lives: readonly Life[];
  /** What became of migrations since the last call. */
  live(parts: Parts, now: Instant): Promise<void>;
  /** What else happened in an hour. */
  tick(parts: Parts, now: Instant): Promise<void>;
}

interface Work {
  readonly number: number;
  opens: Instant;
  version: number;
  migrated: boolean;
  /** Its window moved because of that, in the plan that is made next. */
  failedTest: boolean;
}

export function yearWorld({ clusters, days }: { clusters: number; days: number }, chance: () => number): YearWorld {
  const works = Array.from({ length: clusters }, (_, number): Work => {
    const opens = opensOn(20 + Math.floor(chance() * 70), regionOf(number));
    return { number, opens, version: 0, migrated: false, failedTest: false };
  });
  const lives: Life[] = [];
  const digits = new Map<Region, number>();
  const signed = new Set<string>();
  let supportEnds = '2027-12-31';
  /** Until when each has lived. */
  const lived = new Map<string, Instant>();

  async function propose(parts: Parts, changed: ReadonlySet<Region>): Promise<void> {
    for (const region of changed) digits.set(region, (digits.get(region) ?? 0) + 1);
    const before = await parts.plans.proposal();
    const plans = REGIONS.filter((region) => works.some(({ number }) => regionOf(number) === region)).map((region) =>
      planOf(parts, region, works, digits.get(region) ?? 0),
    );
    for (const plan of plans) await parts.plans.save(plan, parts.clock.now());
    for (const work of works) work.failedTest = false;
    const now = parts.clock.now();
    await parts.plans.propose(
      {
        checkedAt: now,
        sinceAt: now,
        plannedFrom: START,
        sweepId: 's',
        whole: true,
        basis: JSON.stringify([...digits]),
        plans: plans.map(({ id, hash, scope, minutes, waves }) => ({
          id,
          hash,
          scope,
          feasible: true,
          waves: 1,
          clusters: waves[0]?.clusters.length ?? 0,
          pools: waves[0]?.clusters.length ?? 0,
          held: 0,
          minutes,
          cost: { kind: 'known' as const, amount: 0, currency: 'USD' },
          firstProposedAt: START,
        })),
        changes: [],
      },
      before?.etag,
    );
  }

  async function live(parts: Parts, now: Instant): Promise<void> {
    for (const life of lives) {
      const until = lived.get(life.id) ?? 0;
      if (life.endedAt > until) await liveOn(parts, life, until, now);
      lived.set(life.id, now);
    }
  }

  async function migrate(parts: Parts, work: Work): Promise<void> {
    const { number, version, opens } = work;
    const id = clusterId(nameOf(number));
    const rounds = await parts.announcements.list();
    const hash = rounds.find(({ round }) => round.clusterId === id)?.round.planHash ?? 'f'.repeat(64);
    const born = {
      id: `m-${number}-${version}`,
      clusterId: id,
      cluster: nameOf(number),
      region: regionOf(number),
      pool: `p${version}`,
      plan: { id: hash.slice(0, 12), hash },
      opens,
    };
    const life = lifeOf(born, chance);
    lives.push(life);
    await bear(parts, life, born);
  }

  /** Somebody of each role says yes to a plan that people were asked about; not to all of them, and not at once. */
  async function sign(parts: Parts, now: Instant): Promise<void> {
    for (const { ask } of await parts.asks.list()) {
      if (ask.over !== undefined || signed.has(ask.planHash) || chance() > 0.02) continue;
      signed.add(ask.planHash);
      const word = { planHash: ask.planHash, at: now, expiresAt: now + 30 * MS_PER_DAY };
      await parts.signOffs.add(givenSignOff('Ben', 'platform', word));
      await parts.signOffs.add(givenSignOff('Cleo', 'application', word));
    }
  }

  return {
    fleet: {
      subscriptions: [givenSubscription()],
      clusters: {
        [SUBSCRIPTION]: works.map(({ number }) =>
          clusterWith(nameOf(number), JAMMY, { cluster: { region: regionOf(number), tags: { team: teamOf(number) } } }),
        ),
      },
    },
    calendar: () => {
      const calendar = givenCalendar();
      return {
        ...calendar,
        entries: calendar.entries.map((entry) => (entry.id === 'ubuntu-22.04' ? { ...entry, supportEnds } : entry)),
      };
    },
    exemptions: Array.from({ length: Math.ceil(clusters / 4) }, (_, number) =>
      givenExemption({
        id: `x-${number}`,
        scope: number % 5 === 0 ? `/subscriptions/${SUBSCRIPTION}` : clusterId(nameOf(number * 3)),
        until: dayOf(START + Math.floor((0.1 + chance() * 0.85) * days) * MS_PER_DAY),
        createdAt: START,
      }),
    ),
    lives,
    live,
    async tick(parts, now) {
      const changed = new Set<Region>();
      if (digits.size === 0) for (const region of REGIONS) changed.add(region);
      for (const work of works) {
        if (!work.migrated && now >= work.opens) {
          work.migrated = true;
          await migrate(parts, work);
        }
        const over = now >= work.opens + 20 * MS_PER_DAY;
        const moves = now < work.opens && chance() < 0.0004;
        if (!over && !moves) continue;
        const day = (now - START) / MS_PER_DAY + (over ? ROUND_DAYS - 20 : 3 + chance() * 40);
        work.opens = opensOn(day, regionOf(work.number));
        work.version += 1;
        work.migrated = false;
        work.failedTest = moves && chance() < 0.5;
        changed.add(regionOf(work.number));
      }
      await live(parts, now);
      if (changed.size > 0) await propose(parts, changed);
      await sign(parts, now);
      if (chance() < 0.0008) supportEnds = addDays(supportEnds, 1 + Math.floor(chance() * 60) - 20);
    },
  };
}

function planOf(parts: Parts, region: Region, works: readonly Work[], digit: number): MigrationPlan {
  const hash = parts.hash(`plan ${region} ${digit}`);
  const plan = givenPlan('a', { hash, id: hash.slice(0, 12), scope: { group: region, part: 1, parts: 1 } });
  const own = works.filter(({ number }) => regionOf(number) === region);
  const [wave] = plan.waves;
  return {
    ...plan,
    constraints: own.filter(({ failedTest }) => failedTest).map(failedTestOf),
    waves: wave ? [{ ...wave, clusters: own.map((work) => clusterOf(work, parts.clock.now())) }] : [],
  };
}

function failedTestOf({ number, version }: Work): Constraint {
  const what = `${nameOf(number)}/p${version}: tests on the new image failed.`;
  return { kind: 'test-failed', effect: 'infeasible', what, remedy: 'Mend it.' };
}

function clusterOf({ number, version, opens }: Work, now: Instant): ClusterPlan {
  const region = regionOf(number);
  const day = localDay(opens, ZONES[region]);
  const pool = `p${version}`;
  const id = clusterId(nameOf(number));
  return givenClusterPlan({
    clusterId: id,
    name: nameOf(number),
    region,
    steps: [
      givenStep({ name: pool, poolId: `${id}/agentpools/${pool}`, windows: [{ opens, closes: opens + 6 * HOUR }] }),
    ],
    communication: communicationDates(day, day, localDay(now, ZONES[region])),
  });
}

function opensOn(day: number, region: Region): Instant {
  return localInstant(addDays('2027-01-04', Math.floor(day)), 0, ZONES[region]);
}
