/**
 * A pool replacement over the real adapters (Azurite, Service Bus emulator, simulator), in the middle of which the
 * Functions host is killed again and again. `KILLS=20 KILL_SEED=7 npx vitest run test/e2e/migration-kill.test.ts` kills
 * it so often, at other moments.
 */
import type { V1Pod } from '@kubernetes/client-node';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodesOf, podsByPool, shopCluster } from '../../dev/demo/cluster.ts';
import { type Desk, deskOf } from '../../dev/demo/people.ts';
import { type Stage, startStage } from '../../dev/demo/stage.ts';
import { LOOKER, until } from '../../dev/demo/telling.ts';
import type { LoggedRequest } from '../../dev/simulator/control/request-log.ts';
import { sha256Hex } from '../../shared/adapters/system/text-hash.ts';
import { verifyEvidence } from '../../shared/domain/evidence/verify.ts';
import { keepingTerminal } from '../support/keeping-terminal.ts';
import { numberAt } from '../support/world/random.ts';

const KILLS = Number(process.env['KILLS'] ?? 3);
const SEED = Number(process.env['KILL_SEED'] ?? 1);
const LIMIT_MS = 60_000 + KILLS * 20_000;

const HOUR = 3600;
/** More than the story has: a longer way to be killed on. */
const NODES = 6;
const SOON_MS = 500;
/** A kill waits no longer for a write; some steps have none. */
const LONGEST_WAIT_MS = 2000;

const SETTINGS = {
  ALERTS: 'off',
  WATCHDOG_SCHEDULE: '* * * * * *',
  DRAIN_ATTENTION_SECONDS: '5',
};

const { terminal, said } = keepingTerminal();
let stage: Stage;
let desk: Desk;
beforeAll(async () => {
  stage = await startStage(terminal, { settings: SETTINGS, lockDuration: 'PT2S', anyPort: true });
  desk = deskOf(stage);
}, LIMIT_MS);
afterAll(() => stage?.close());

test(
  `killed ${KILLS} times, a migration completes with one accepted write for each effect`,
  async () => {
    await stage.befall({ change: 'set-pool', cluster: 'aks-shop', pool: 'web', set: { count: NODES } });
    const shop = await shopCluster(stage);
    const sources = nodesOf(await shop.nodes(), 'web').map(({ name }) => name);
    const pods = shopPods(await shop.pods());
    const id = await begin();
    const kills = await killAllTheWay(id);
    expect(kills).toHaveLength(KILLS);

    const done = await desk.as(LOOKER).one(id);
    const target = done.target.pool ?? '';
    expect({ status: done.status, wrong: done.alert.kind }).toEqual({ status: 'completed', wrong: 'none' });

    const nodes = await shop.nodes();
    expect(nodesOf(nodes, 'web')).toEqual([]);
    expect(nodesOf(nodes, target).map(({ cordoned, retiring }) => ({ cordoned, retiring }))).toEqual(
      Array.from({ length: NODES }, () => ({ cordoned: false, retiring: false })),
    );
    expect(podsByPool(await shop.pods(), nodes)).toEqual({ [target]: 9 });

    const evidence = await desk.as(LOOKER).evidence(id);
    expect(verifyEvidence(evidence, sha256Hex)).toEqual({ kind: 'whole' });
    expect(stage.bus.queues.all().filter(({ deadLettered }) => deadLettered > 0)).toEqual([]);

    expect(tally(await acceptedWrites())).toEqual({
      [`agentPools.createOrUpdate ${target} 201`]: 1,
      // Its autoscaler, when the source is gone.
      [`agentPools.createOrUpdate ${target} 200`]: 1,
      // The source's autoscaler is held still.
      'agentPools.createOrUpdate web 200': 1,
      // Tainted, and later cordoned.
      ...Object.fromEntries(sources.map((node) => [`kubernetes.nodes.patch ${node} 200`, 2])),
      ...Object.fromEntries(pods.map((pod) => [`kubernetes.pods.eviction.create ${pod} 201`, 1])),
      'agentPools.deleteMachines web 202': 1,
      'agentPools.delete web 202': 1,
    });
  },
  LIMIT_MS,
);

/** A sweep, a plan, two sign-offs and a window that opens. @returns the migration's id */
async function begin(): Promise<string> {
  await desk.ring('start-sweep');
  await until('findings', async () => (await desk.findings())[0]);
  const plan = await until('a plan', async () => {
    await desk.ring('plan-migrations');
    return (await desk.plans())[0];
  });
  await desk.as('platform lead').signOff(plan.id, { role: 'platform' });
  await desk.as('shop owner').signOff(plan.id, { role: 'application' });
  const { id } = await until('the migration to begin', async () => {
    await desk.ring('start-migrations');
    return (await desk.as(LOOKER).list('open')).migrations[0];
  });
  return id;
}

/** @returns in which step the host was killed, each time, before the migration completed */
async function killAllTheWay(id: string): Promise<string[]> {
  const kills: string[] = [];
  const kill = async () => {
    kills.push(await stepOf(id));
    await stage.killHost();
  };
  /** Most kills while it works its way to a step; what is left of them when it rests there is left for later. */
  const workUntil = async (step: string, most: number) => {
    await until(
      step,
      async () => {
        if ((await stepOf(id)) === step) return true;
        if (kills.length >= most) return undefined;
        await strikingMoment(kills.length);
        await kill();
        return undefined;
      },
      { patienceMs: LIMIT_MS, seen: () => said.slice(-5).join(' | ') },
    );
  };
  const leap = async (seconds: number) => {
    await stage.befall({ change: 'advance-clock', seconds });
    await kill();
  };
  await workUntil('hold', KILLS - Math.max(2, Math.round(KILLS * 0.2)));
  await leap(await secondsToNextWindow());
  await workUntil('watch', KILLS - 1);
  while (kills.length < KILLS - 1) {
    await pause(numberAt(SEED, 2, kills.length) * SOON_MS);
    await kill();
  }
  await leap(24 * HOUR);
  await until('the end', async () => ((await desk.as(LOOKER).one(id)).endedAt ? true : undefined));
  return kills;
}

async function stepOf(id: string): Promise<string> {
  const { status, step, why } = await desk.as(LOOKER).one(id);
  expect({ status, why: status === 'paused' ? why : undefined }).toEqual({
    status: expect.not.stringMatching('paused'),
    why: undefined,
  });
  return step;
}

/** By the seed: at any time, or so shortly after a write was accepted that its outcome may not have been saved. */
async function strikingMoment(n: number): Promise<void> {
  if (numberAt(SEED, 1, n) < 0.4) return pause(numberAt(SEED, 2, n) * SOON_MS);
  const before = (await acceptedWrites()).length;
  const late = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < late && (await acceptedWrites()).length === before) await pause(10);
  return pause(numberAt(SEED, 2, n) * 60);
}

/** Its window opens daily at 22:00. */
async function secondsToNextWindow(): Promise<number> {
  const now = await stage.now();
  const opens = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 22, 1);
  return Math.round((opens - now.getTime()) / 1000);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What changed something, by the simulator's own log: reading by POST and asking for credentials do not. */
async function acceptedWrites(): Promise<readonly LoggedRequest[]> {
  const answer = await request(`${stage.armEndpoint}/_simulator/log/requests`, { dispatcher: stage.armAgent });
  const { requests } = (await answer.body.json()) as { requests: readonly LoggedRequest[] };
  return requests.filter(({ effect, status }) => effect === 'write' && status >= 200 && status < 300);
}

/** How often each of them was accepted, by what it was asked of. */
function tally(writes: readonly LoggedRequest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation, path, status } of writes) {
    const subject =
      path
        .replace(/\/(?:eviction|deleteMachines)$/, '')
        .split('/')
        .at(-1) ?? '';
    const key = `${operation} ${subject} ${status}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** A pod that moves gets another name, so each of these is one uid. */
function shopPods(pods: readonly V1Pod[]): string[] {
  return pods.flatMap(({ metadata }) => (metadata?.namespace === 'shop' && metadata.name ? [metadata.name] : []));
}
