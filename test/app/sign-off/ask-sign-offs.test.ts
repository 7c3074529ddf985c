import { describe, expect, test } from 'vitest';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { askSignOffs } from '../../../shared/app/ask-sign-offs.ts';
import { signOff } from '../../../shared/app/sign-off.ts';
import { migrationId } from '../../../shared/domain/migration/new-migration.ts';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { givenMigration } from '../../support/migration.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../../support/plan.ts';
import { Mortal } from '../alerts/given-mortal.ts';
import { type GivenApp, givenApp } from '../given-app.ts';
import { proposeAll } from '../migration/given-plan.ts';
import { ADA, BEN, CEM, named, planningWith } from './given-people.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OPENS = Date.parse('2026-12-18T11:00:00Z');
/** In the day of Amsterdam, on the first day of asking. */
const ASKED_AT = Date.parse('2026-12-04T08:00:00Z');

function planOf(digit: string, owners: readonly string[], opens = OPENS): MigrationPlan {
  const step = givenStep({
    windows: [{ opens, closes: opens + 6 * HOUR }],
    dependencies: { classification: 'simple', reasons: [], owners },
  });
  return givenPlan(digit, { waves: [givenWave({ clusters: [givenClusterPlan({ name: 'shop', steps: [step] })] })] });
}

function given(): GivenApp {
  const planning = planningWith({
    roles: { platform: named(ADA) },
    owners: { payments: named(BEN), shop: named(CEM) },
  });
  return givenApp({ now: ASKED_AT }, { planning });
}

const said = (app: GivenApp) =>
  app.announced().flatMap((one) => (one.kind === 'sign-off' ? [`${one.what} ${one.plan.id.slice(0, 1)}`] : []));

async function ask(app: GivenApp, at?: Instant): Promise<string[]> {
  if (at !== undefined) app.world.now = at;
  const before = said(app).length;
  await askSignOffs(app.parts);
  await app.drain();
  return said(app).slice(before);
}

describe('asking for sign-offs', () => {
  test('where the time zone of a region is not known, nobody is woken in that of the fleet', async () => {
    const people = { roles: { platform: named(ADA) } };
    const planning = fixedPlanning(JSON.stringify({ people, announcements: { timeZone: 'Pacific/Auckland' } }));
    const app = givenApp({ now: ASKED_AT }, { planning });
    const step = givenStep({ windows: [{ opens: OPENS, closes: OPENS + 6 * HOUR }] });
    const cluster = givenClusterPlan({ region: 'atlantis', steps: [step] });
    await proposeAll(app.parts, [givenPlan('a', { waves: [givenWave({ clusters: [cluster] })] })]);
    // 21:00 there, and 8:00 the next morning.
    expect(await ask(app)).toEqual([]);
    expect(await ask(app, Date.parse('2026-12-04T19:00:00Z'))).toEqual(['asked a']);
  });

  test('goes with the plan: asked, reminded, signed late, complete, each once', async () => {
    const app = given();
    await proposeAll(app.parts, [planOf('a', ['payments'])]);
    expect(await ask(app, ASKED_AT - DAY)).toEqual([]);
    expect(await ask(app, ASKED_AT)).toEqual(['asked a']);
    expect(await ask(app)).toEqual([]);
    await signOff(app.parts, 'a'.repeat(12), { role: 'platform' }, ADA);
    expect(await ask(app, OPENS - 7 * DAY)).toEqual(['reminder a']);
    expect(await ask(app, OPENS - DAY)).toEqual(['reminder a']);
    app.world.now = OPENS + HOUR;
    const answer = await signOff(app.parts, 'a'.repeat(12), { role: 'application' }, BEN);
    expect(answer).toMatchObject({ kind: 'recorded', note: expect.stringMatching(/^This sign-off came late/) });
    expect(await ask(app)).toEqual(['late a']);
    expect(await ask(app)).toEqual(['complete a']);
    expect(await ask(app, OPENS + 7 * HOUR)).toEqual([]);
    expect((await app.parts.asks.list()).map(({ ask: { toSend, said: count } }) => [toSend, count])).toEqual([[[], 5]]);
  });

  test('nobody is asked before anything was planned', async () => {
    expect(await ask(given())).toEqual([]);
  });

  test('each scope is asked for itself', async () => {
    const app = given();
    const [one, two] = [planOf('a', ['payments']), planOf('b', ['shop'])];
    await proposeAll(app.parts, [
      { ...one, scope: { part: 1, parts: 2 } },
      { ...two, scope: { part: 2, parts: 2 } },
    ]);
    expect(await ask(app)).toEqual(['asked a', 'asked b']);
    const asks = app.announced().map((news) => (news.kind === 'sign-off' ? news.asks.map(({ name }) => name) : []));
    expect(asks).toEqual([
      ['Ada', 'Ben'],
      ['Ada', 'Cem'],
    ]);
  });

  test('a plan that is replaced is void, and its successor is asked for; a begun one is over', async () => {
    const app = given();
    await proposeAll(app.parts, [planOf('a', ['payments'])]);
    await ask(app);
    await proposeAll(app.parts, [planOf('b', ['shop'])]);
    expect(await ask(app)).toEqual(['void a', 'asked b']);
    const begun = planOf('b', ['shop']);
    const [cluster] = begun.waves.flatMap(({ clusters }) => clusters);
    const [step] = cluster?.steps ?? [];
    if (!cluster || !step) throw new Error('the plan has no step');
    const id = migrationId(begun.hash, cluster.clusterId, step, false, app.parts.hash);
    await app.parts.migrations.create(givenMigration({ id, clusterId: cluster.clusterId }));
    await proposeAll(app.parts, [planOf('c', ['shop'])]);
    expect(await ask(app)).toEqual(['asked c']);
  });

  test('a plan that is gone is void only where all was seen', async () => {
    const app = given();
    await proposeAll(app.parts, [planOf('a', ['payments'])]);
    await ask(app);
    await proposeAll(app.parts, [], false);
    expect(await ask(app)).toEqual([]);
    await proposeAll(app.parts, []);
    expect(await ask(app)).toEqual(['void a']);
    expect(await ask(app)).toEqual([]);
  });

  test('what was not known to be sent waits for the morning, and a reminder is not sent after its window', async () => {
    const app = given();
    await proposeAll(app.parts, [planOf('a', ['payments'])]);
    const deaf = { ...app.parts, sender: { send: () => Promise.reject(new Error('no queue')) } };
    await expect(askSignOffs(deaf)).rejects.toThrow('no queue');
    expect(await ask(app, Date.parse('2026-12-04T21:00:00Z'))).toEqual([]);
    expect(await ask(app, Date.parse('2026-12-05T08:00:00Z'))).toEqual(['asked a']);
    app.world.now = OPENS - DAY;
    await expect(askSignOffs(deaf)).rejects.toThrow('no queue');
    expect(await ask(app, OPENS)).toEqual([]);
  });

  test('of two processes at the same moment one says it', async () => {
    const app = given();
    await proposeAll(app.parts, [planOf('a', ['payments'])]);
    await Promise.all([askSignOffs(app.parts), askSignOffs(app.parts)]);
    await app.drain();
    expect(said(app)).toEqual(['asked a']);
  });
});

describe('a process that dies', () => {
  /** Everything that can be said, with a new process for every call. */
  async function story(mortal?: Mortal): Promise<string[]> {
    const app = given();
    const go = async (at: Instant) => {
      app.world.now = at;
      // Each call, and the timer's next one some minutes later: what died is taken up again.
      for (const minutes of [0, 15, 30]) {
        app.world.now = at + minutes * 60_000;
        const parts = mortal
          ? mortal.ports(app.parts, ['asks', 'sender', 'plans', 'signOffs', 'migrations'])
          : app.parts;
        try {
          await askSignOffs(parts);
        } catch (error) {
          if (!mortal?.died) throw error;
        }
        await app.drain();
      }
    };
    await proposeAll(app.parts, [planOf('a', ['payments'])]);
    await go(ASKED_AT);
    await signOff(app.parts, 'a'.repeat(12), { role: 'platform' }, ADA);
    await proposeAll(app.parts, [planOf('b', ['shop'], OPENS + DAY)]);
    await go(ASKED_AT + DAY);
    await go(OPENS - 2 * DAY);
    await signOff(app.parts, 'b'.repeat(12), { role: 'platform' }, ADA);
    app.world.now = OPENS + DAY + HOUR;
    await signOff(app.parts, 'b'.repeat(12), { role: 'application' }, CEM);
    await go(app.world.now);
    await proposeAll(app.parts, []);
    await go(OPENS + 2 * DAY);
    return said(app);
  }

  test('says the same things in the same order, each once, wherever it dies', async () => {
    const whole = await story();
    expect(whole).toEqual(['asked a', 'void a', 'asked b', 'reminder b', 'late b', 'complete b', 'void b']);
    let deaths = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; ; call += 1) {
        const mortal = new Mortal(call, moment);
        const told = await story(mortal);
        expect({ moment, call, told }).toEqual({ moment, call, told: whole });
        if (!mortal.died) break;
        deaths += 1;
      }
    }
    expect(deaths).toBeGreaterThan(100);
  });
});
