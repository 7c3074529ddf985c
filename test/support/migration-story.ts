/** A replacement that meets a stuck budget, as its record and its evidence show it; for what is shown to people. */
import { sha256Hex } from '../../shared/adapters/system/text-hash.ts';
import type { StuckPod } from '../../shared/domain/drain/stuck.ts';
import { appendEvidence, headAfter } from '../../shared/domain/evidence/chain.ts';
import { type EvidenceEntry, type EvidenceKind, NO_EVIDENCE } from '../../shared/domain/evidence/entry.ts';
import type { Migration } from '../../shared/domain/migration/migration.ts';
import { AT, givenMigration, HOUR, MINUTE, NEW_IMAGE, OLD_IMAGE, POOL_ID } from './migration.ts';

export const STUCK: StuckPod = {
  pod: { namespace: 'shop', name: 'cart-6f7d8c9b5-x2x9z' },
  node: 'aks-apps-000001',
  cause: 'budget-full',
  since: AT - 4 * MINUTE,
  seenAt: AT - 5_000,
  refusals: 12,
  why: 'PodDisruptionBudget shop/cart allows no disruption: 3 expected, 2 healthy, 2 must stay.',
  by: { kind: 'PodDisruptionBudget', namespace: 'shop', name: 'cart' },
  budget: { expected: 3, healthy: 2, desired: 2, allowed: 0 },
  workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
  owner: 'team-checkout',
  blocks: 'Node aks-apps-000001 and the 1 node after it wait.',
  remedies: [
    {
      kind: 'scale-up',
      what: 'One more replica lets one go.',
      command: 'kubectl scale deployment/cart --namespace shop --replicas 4',
    },
    { kind: 'ask-owner', what: 'Ask team-checkout why cart-6f7d8c9b5-q8w7e is not Ready.' },
  ],
};

export function givenEvidence(
  migrationId: string,
  said: readonly (readonly [EvidenceKind, string, Partial<EvidenceEntry>?])[],
): EvidenceEntry[] {
  let head = NO_EVIDENCE;
  return said.map(([kind, what, more], at) => {
    const draft = { migrationId, at: AT - HOUR + at * MINUTE, who: 'image-steward', kind, what, ...more };
    const entry = appendEvidence(head, draft, sha256Hex);
    head = headAfter(entry);
    return entry;
  });
}

export const STORY_ID = 'm-0123456789ab';

export const STORY_EVIDENCE = givenEvidence(STORY_ID, [
  ['created', 'The migration was made of plan p0123456789a.', { who: 'Ada Lovelace' }],
  ['step', 'check is done: nothing stands against it.'],
  ['intent', 'The target pool appsx1y2 is to be made.', { before: { exists: false } }],
  ['outcome', 'The target pool appsx1y2 is there.', { after: { exists: true, nodes: 3 } }],
  ['step', 'Draining begins with aks-apps-000000.'],
  ['command', 'Pause: "the sale is on".', { who: 'Grace Hopper' }],
]);

/** @param evidence stored and pending entries, in order */
export function givenStoryMigration(
  overrides: Partial<Migration> = {},
  evidence: readonly EvidenceEntry[] = STORY_EVIDENCE,
): Migration {
  const last = evidence.at(-1);
  return givenMigration({
    id: STORY_ID,
    route: 'pool-replacement',
    step: 'drain-source',
    stepSince: AT - 20 * MINUTE,
    waiting: {
      because: 'Pod shop/cart-6f7d8c9b5-x2x9z may not leave yet: its budget is full.',
      since: AT - 4 * MINUTE,
    },
    remembered: {
      targetPool: { poolId: `${POOL_ID}x1y2`, name: 'appsx1y2', differences: ['Its image is newer.'] },
      sourceScaling: { count: 3, autoscaler: { min: 2, max: 5 } },
      targetScaling: { count: 3, autoscaler: { min: 2, max: 5 } },
      tainted: ['aks-apps-000000', 'aks-apps-000001', 'aks-apps-000002'],
      cordoned: ['aks-apps-000000', 'aks-apps-000001'],
      cordonedBefore: ['aks-apps-000002'],
      replicas: [{ workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' }, before: 3, during: 4 }],
    },
    drain: {
      node: { name: 'aks-apps-000001', since: AT - 5 * MINUTE },
      done: ['aks-apps-000000'],
      stuck: [STUCK],
      evicted: 31,
    },
    sight: {
      at: AT - 5_000,
      viability: {
        kind: 'possible',
        until: AT + 5 * HOUR,
        why: 'The source pool and its nodes are there.',
        endings: [
          { kind: 'hold-over', at: AT + 5 * HOUR, why: 'The hold ends and the source is deleted.' },
          { kind: 'quota', why: 'The quota of the region would be spent.' },
        ],
      },
      nodes: [
        {
          name: 'aks-apps-000000',
          side: 'source',
          ready: true,
          cordoned: true,
          image: OLD_IMAGE,
          onTarget: false,
          pods: 0,
        },
        {
          name: 'aks-apps-000001',
          side: 'source',
          ready: true,
          cordoned: true,
          image: OLD_IMAGE,
          onTarget: false,
          pods: 1,
        },
        {
          name: 'aks-apps-000002',
          side: 'source',
          ready: false,
          cordoned: true,
          image: OLD_IMAGE,
          onTarget: false,
          pods: 17,
        },
        {
          name: 'aks-appsx1y2-000000',
          side: 'target',
          ready: true,
          cordoned: false,
          image: NEW_IMAGE,
          onTarget: true,
          pods: 16,
        },
        { name: 'aks-appsx1y2-000001', side: 'target', ready: true, cordoned: false, image: NEW_IMAGE, onTarget: true },
      ],
    },
    evidence: { head: last ? headAfter(last) : NO_EVIDENCE, pending: evidence.slice(-1) },
    nextPassAt: AT + 10_000,
    ...overrides,
  });
}
