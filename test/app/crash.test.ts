import { expect, test } from 'vitest';
import type { Fleet } from '../../shared/app/fleet.ts';
import type { Parts } from '../../shared/app/parts.ts';
import { fleetOf } from '../../shared/app/use-cases.ts';
import { givenSubscription, NOW } from '../support/fleet.ts';
import { changesIn, clusterWith, FRESH, type GivenApp, givenApp, OLD } from './given-app.ts';

const SHOP = givenSubscription();
const LATE = givenSubscription({ id: '22222222-2222-3333-4444-555555555555', name: 'late' });
const CLOSED = givenSubscription({ id: '33333333-2222-3333-4444-555555555555', name: 'closed', state: 'Disabled' });
const SECRET = givenSubscription({ id: '44444444-2222-3333-4444-555555555555', name: 'secret' });

/** Dies at the n-th call to the world, before or after the call took effect; then every call fails until it is started again. */
class Mortal {
  private calls = 0;
  private dead = false;
  died = false;
  private readonly atCall: number;
  private readonly moment: 'before' | 'after';

  constructor(atCall: number, moment: 'before' | 'after') {
    this.atCall = atCall;
    this.moment = moment;
  }

  startAgain(): void {
    this.dead = false;
  }

  guard(parts: Parts): Parts {
    const names = ['subscriptions', 'reader', 'details', 'latestImages', 'readings', 'sweeps', 'exemptions'] as const;
    const more = ['ownFindings', 'policy', 'sender', 'announcer'] as const;
    const ofInspections = ['clusterReader', 'armFacts', 'knowledge', 'inspections'] as const;
    const guarded = [...names, ...more, ...ofInspections].map((name) => [name, this.guardPort(parts[name])]);
    return { ...parts, ...Object.fromEntries(guarded) };
  }

  private guardPort(port: object): object {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          if (this.dead) throw new Error('the process is gone');
          this.calls += 1;
          const last = this.calls === this.atCall;
          if (last && this.moment === 'before') this.die();
          const answer = await method.apply(target, args);
          if (last) this.die();
          return answer;
        };
      },
    });
  }

  private die(): never {
    this.dead = true;
    this.died = true;
    throw new Error('the process dies here');
  }
}

function givenTwoSweeps(): GivenApp {
  const app = givenApp({
    subscriptions: [SHOP, CLOSED, SECRET],
    clusters: {
      [SHOP.id]: [clusterWith('ages', FRESH), clusterWith('heals', OLD), clusterWith('leaves', OLD)],
      [LATE.id]: [clusterWith('first', OLD, { cluster: { subscriptionId: LATE.id } })],
    },
    answers: { [SECRET.id]: { kind: 'not-seen', reason: 'forbidden', detail: 'No role.' } },
  });
  return app;
}

/** The second sweep, in which something of every kind happened since the first. */
function changeTheFleet({ world }: GivenApp): void {
  world.now = NOW + 6 * 3_600_000;
  world.subscriptions = [SHOP, LATE, CLOSED, SECRET];
  world.clusters[SHOP.id] = [clusterWith('ages', OLD), clusterWith('heals', FRESH), clusterWith('arrives', OLD)];
}

async function secondSweep(app: GivenApp, mortal: Mortal): Promise<void> {
  let fleet: Fleet = fleetOf(mortal.guard(app.parts));
  const startAgain = () => {
    mortal.startAgain();
    fleet = fleetOf(mortal.guard(app.parts));
  };
  await fleet.startSweep().catch(async () => {
    startAgain();
    await fleet.startSweep(); // the timer's retry
  });
  let diedBefore = mortal.died;
  await app.drain(() => {
    if (mortal.died && !diedBefore) {
      diedBefore = true;
      startAgain();
    }
    return fleet;
  });
}

async function stateOf({ parts, announced, queues }: GivenApp) {
  const stored = [];
  for await (const records of parts.readings.all()) stored.push(...records);
  const latest = await parts.sweeps.latest();
  const outcomes = await parts.sweeps.outcomes(latest?.id ?? '');
  return {
    readings: stored.map(({ etag: _, ...record }) => record).toSorted(byText),
    outcomes: outcomes.toSorted(byText),
    sightings: (await parts.sweeps.sightings()).toSorted(byText),
    ownFindings: await parts.ownFindings.list(),
    inspections: await Promise.all(stored.map(({ reading }) => parts.inspections.byCluster(reading.cluster.id))),
    deadLetters: [
      ...(await queues.peek('sweep-subscription')),
      ...(await queues.peek('inspect-cluster')),
      ...(await queues.peek('notify')),
    ],
    announced: changesIn(announced()),
    summaries: announced().filter(({ kind }) => kind === 'subscription-first-seen'),
  };
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

async function afterBothSweeps(mortal: Mortal) {
  const app = givenTwoSweeps();
  await app.sweep();
  changeTheFleet(app);
  await secondSweep(app, mortal);
  return stateOf(app);
}

test.each(['before', 'after'] as const)(
  'a crash %s any call of a sweep loses nothing and tells nothing twice',
  async (moment) => {
    const undisturbed = await afterBothSweeps(new Mortal(Number.POSITIVE_INFINITY, moment));
    expect(undisturbed.announced).toEqual([
      'gone heals image-behind-latest',
      'gone heals image-outside-support',
      'gone heals image-too-old',
      'gone leaves image-behind-latest',
      'gone leaves image-outside-support',
      'gone leaves image-too-old',
      'new ages image-behind-latest',
      'new ages image-outside-support',
      'new ages image-too-old',
      'new arrives image-behind-latest',
      'new arrives image-outside-support',
      'new arrives image-too-old',
    ]);
    expect(undisturbed.readings.map(({ toAnnounce }) => toAnnounce)).toEqual([[], [], [], []]);

    let crashes = 0;
    for (let call = 1; ; call += 1) {
      const mortal = new Mortal(call, moment);
      const state = await afterBothSweeps(mortal);
      if (!mortal.died) break;
      crashes += 1;
      expect({ call, ...state }).toEqual({ call, ...undisturbed });
    }
    expect(crashes).toBeGreaterThan(50);
  },
);
