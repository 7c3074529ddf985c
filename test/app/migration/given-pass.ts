/**
 * Passes over a toy world: each step of a route has one effect, or none. What is there shows as a tag of the source
 * pool, as in life it would show as a pool, a taint or a number of replicas.
 */
import { expect } from 'vitest';
import type { Engine } from '../../../shared/app/advance-migration/engine.ts';
import { advanceMigration } from '../../../shared/app/advance-migration.ts';
import { AdvanceMigration } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import { verifyEvidence } from '../../../shared/domain/evidence/verify.ts';
import type { Admission } from '../../../shared/domain/migration/admission.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import type { Decision, StepRule } from '../../../shared/domain/migration/step-rule.ts';
import type { StepName } from '../../../shared/domain/migration/step-table.ts';
import type { Write } from '../../../shared/domain/migration/write.ts';
import type { OutgoingMessage } from '../../../shared/ports/message-sender.ts';
import type { WriteAnswer } from '../../../shared/ports/write-answer.ts';
import { AT, givenAzure, givenMigration, givenNode, givenPoolState, POOL_ID } from '../../support/migration.ts';
import { givenSignOff } from '../../support/sign-off.ts';
import { givenApp } from '../given-app.ts';

export const OPEN: Admission = {
  plan: { kind: 'as-signed' },
  signOffs: { kind: 'complete', by: [givenSignOff('Ada', 'platform'), givenSignOff('Ben', 'application')] },
  window: { kind: 'open', closes: AT + 6 * 3_600_000 },
  gates: { kind: 'clear' },
  caps: { kind: 'room' },
  writes: { kind: 'room' },
};

const WORKLOAD = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const TAINT = { key: 'lifecycle', value: 'retiring', effect: 'NoSchedule' };

/** The one write of each step that has one. */
const WRITES: Partial<Record<StepName, Write>> = {
  'create-target': { kind: 'create-pool', poolId: `${POOL_ID}2`, body: { count: 3 } },
  'guard-autoscaler': {
    kind: 'update-pool',
    poolId: POOL_ID,
    properties: { enableAutoScaling: false },
    etag: 'pool-1',
  },
  'taint-source': { kind: 'taint', nodes: ['n1', 'n2'], taint: TAINT },
  'pre-position': { kind: 'scale', workload: WORKLOAD, from: 2, to: 3 },
  'cordon-source': { kind: 'cordon', nodes: ['n1', 'n2'] },
  'drain-source': { kind: 'drain', node: 'n1', graceSeconds: 300, attentionSeconds: 45 },
  'delete-source': { kind: 'delete-pool', poolId: POOL_ID, etag: 'pool-1' },
  'put-back': { kind: 'scale', workload: WORKLOAD, from: 3, to: 2 },
  'reopen-source': { kind: 'untaint', nodes: ['n1', 'n2'], taint: TAINT },
  'close-target': { kind: 'cordon', nodes: ['t1'] },
  'drain-target': { kind: 'drain', node: 't1', graceSeconds: 300, attentionSeconds: 45 },
};

export interface ToyWorld {
  now: number;
  admission: Admission;
  /** Steps whose effect is there. */
  readonly effects: Set<string>;
  /** Writes that were accepted, by step, in order. */
  readonly accepted: string[];
  /** What is answered instead of `accepted`, once each, in order; `lost`: it is done, and no answer comes. */
  readonly answers: (WriteAnswer | 'lost')[];
  /** What a step comes to instead of its toy rule. */
  readonly decisions: Partial<Record<StepName, Decision>>;
}

export interface Passes {
  readonly world: ToyWorld;
  readonly parts: Parts;
  readonly engine: Engine;
  /** Sent and not yet handled, by id. */
  readonly queue: OutgoingMessage[];
  readonly stored: () => Promise<Migration>;
  /** One delivery of a message that says nothing of a pass. */
  readonly pass: () => Promise<Migration>;
  /** Handles messages in the order of their times until it ended, or so many were handled. */
  readonly run: (most?: number, by?: (parts: Parts) => Parts) => Promise<Migration>;
}

export async function givenPasses(
  overrides: Partial<Migration> = {},
  partsOverrides: Partial<Parts> = {},
): Promise<Passes> {
  const world: ToyWorld = { now: AT, admission: OPEN, effects: new Set(), accepted: [], answers: [], decisions: {} };
  const queue: OutgoingMessage[] = [];
  const { parts: base } = givenApp();
  const seen = new Set<string>();
  let ids = 0;
  const parts: Parts = {
    ...base,
    clock: { now: () => world.now },
    ids: { ...base.ids, next: (prefix) => `${prefix}-${(ids += 1)}` },
    sender: {
      async send(_, messages) {
        for (const message of messages) {
          if (seen.has(message.id)) continue;
          seen.add(message.id);
          queue.push(message);
        }
      },
    },
    ...toyPorts(world),
    ...partsOverrides,
  };
  const engine = toyEngine(world);
  const migration = givenMigration({ route: 'pool-replacement', status: 'waiting', passes: 0, ...overrides });
  await parts.migrations.create(migration);

  const stored = async () => {
    const found = await parts.migrations.find(migration.id);
    if (found?.kind !== 'migration') throw new Error('the record is gone');
    return found.migration;
  };
  const message = { migrationId: migration.id, clusterId: migration.clusterId };
  return {
    world,
    parts,
    engine,
    queue,
    stored,
    async pass() {
      await advanceMigration(parts, message, engine);
      return stored();
    },
    async run(most = 200, by = (same) => same) {
      if (queue.length === 0) queue.push({ id: 'first', body: message });
      for (let handled = 0; handled < most && !hasEnded((await stored()).status); handled += 1) {
        queue.sort((a, b) => (a.notBefore ?? 0) - (b.notBefore ?? 0));
        const [next] = queue;
        if (!next) break;
        world.now = Math.max(world.now, next.notBefore ?? 0);
        const acts = by(parts);
        const guarded = Reflect.get(acts, 'guardedEngine') ?? engine;
        try {
          await advanceMigration(acts, AdvanceMigration.parse(next.body), guarded);
          queue.splice(queue.indexOf(next), 1);
        } catch (error) {
          // The queue brings it again.
          if (!(error instanceof Error && error.message.includes('process'))) throw error;
        }
      }
      return stored();
    },
  };
}

/** Every entry of its evidence, written and still to write, which together must be whole. */
export async function evidenceOf({ parts, stored }: Passes) {
  const { id, evidence } = await stored();
  const entries = await parts.evidence.read(id);
  const all = [...entries, ...evidence.pending.filter(({ seq }) => seq > entries.length)];
  expect(verifyEvidence({ migrationId: id, head: evidence.head, entries: all }, parts.hash)).toEqual({ kind: 'whole' });
  return all;
}

function toyPorts(world: ToyWorld): Partial<Parts> {
  const accept = (kind: Write['kind'], about: string): WriteAnswer => {
    const answer = world.answers.shift();
    if (answer && answer !== 'lost' && answer.kind !== 'accepted') return answer;
    const [step] = Object.entries(WRITES).find(
      ([, write]) => write.kind === kind && JSON.stringify(write).includes(about),
    ) ?? [''];
    if (!world.effects.has(`${step} ${about}`)) world.accepted.push(`${step} ${about}`);
    else world.accepted.push(`AGAIN ${step} ${about}`);
    world.effects.add(`${step} ${about}`);
    if (answer === 'lost') throw lost();
    return { kind: 'accepted' };
  };
  return {
    azureLooker: {
      look: async () => ({
        ...givenAzure([
          givenPoolState({ tags: Object.fromEntries([...world.effects].map((effect) => [effect, 'yes'])) }),
        ]),
        readAt: world.now,
      }),
    },
    clusterLooker: {
      look: async (clusterId) => ({
        clusterId,
        readAt: world.now,
        nodes: { kind: 'seen', items: [givenNode('n1'), givenNode('n2'), givenNode('t1')] },
      }),
    },
    poolWriter: {
      create: async (poolId) => accept('create-pool', poolId),
      update: async (poolId) => accept('update-pool', poolId),
      delete: async (poolId) => accept('delete-pool', poolId),
      deleteMachines: async (poolId) => accept('delete-machines', poolId),
    },
    nodeWriter: {
      cordon: async ({ name }) => accept('cordon', name),
      uncordon: async ({ name }) => accept('uncordon', name),
      taint: async ({ name }) => accept('taint', name),
      untaint: async ({ name }) => accept('untaint', name),
    },
    workloadScaler: {
      scale: async (_, __, from) => accept('scale', `"from":${from}`),
      setMinReplicas: async () => accept('scale', ''),
    },
  };
}

function lost(): Error {
  return new UpstreamError('UPSTREAM_ARM', 'No answer came.');
}

function toyEngine(world: ToyWorld): Engine {
  return {
    ruleOf: (step) => toyRule(step, world),
    admission: async () => world.admission,
    async drainNode(_, { node }) {
      const step = node === 'n1' ? 'drain-source' : 'drain-target';
      world.accepted.push(`${world.effects.has(step) ? 'AGAIN ' : ''}${step} ${node}`);
      world.effects.add(`${step} ${node}`);
      return { evicted: 4, left: 0, stuck: [], room: { kind: 'found' } };
    },
    imagine: ({ imagined }, azure, look) => ({
      azure:
        azure.kind === 'seen'
          ? { ...azure, pools: azure.pools.map((pool) => ({ ...pool, tags: Object.fromEntries(effectsOf(imagined)) })) }
          : azure,
      look,
    }),
    summarize: (_, entries) => ({
      nodes: 2,
      podsMoved: 4,
      workMinutes: 0,
      writes: entries.length,
      pauses: 0,
      notes: [],
    }),
  };
}

/** As tags: what the accepted writes of a step leave behind. */
function effectsOf(writes: readonly Write[]): [string, string][] {
  return writes.flatMap((write) => {
    const [step] = Object.entries(WRITES).find(([, one]) => JSON.stringify(one) === JSON.stringify(write)) ?? [''];
    return partsOf(write).map((about): [string, string] => [`${step} ${about}`, 'yes']);
  });
}

function partsOf(write: Write): readonly string[] {
  if ('nodes' in write) return write.nodes;
  if (write.kind === 'scale') return [`"from":${write.from}`];
  if (write.kind === 'drain') return [write.node];
  return 'poolId' in write ? [write.poolId] : [];
}

function toyRule(step: StepName, world: ToyWorld): StepRule {
  return {
    name: step,
    needs: () => [],
    decide({ azure }) {
      const instead = world.decisions[step];
      if (instead) return instead;
      const write = WRITES[step];
      const tags = azure.kind === 'seen' ? (azure.pools[0]?.tags ?? {}) : {};
      if (!write || partsOf(write).every((about) => `${step} ${about}` in tags)) {
        return { kind: 'done', because: `${step} is done.` };
      }
      return { kind: 'write', write, because: `${step} is to be done.` };
    },
  };
}
