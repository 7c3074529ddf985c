/** Walks a pool replacement's steps on a small world that does at once what is asked of it; nothing but the rules decides. */
import type { ClusterLook, Pod } from '../../../../shared/domain/cluster/facts.ts';
import type { AzureLook } from '../../../../shared/domain/migration/azure-look.ts';
import { imagine } from '../../../../shared/domain/migration/imagine.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import type { Direction } from '../../../../shared/domain/migration/route.ts';
import type { Decision, PassFacts } from '../../../../shared/domain/migration/step-rule.ts';
import { ROUTES, type StepName } from '../../../../shared/domain/migration/step-table.ts';
import { ruleOf } from '../../../../shared/domain/migration/steps/index.ts';
import type { Write } from '../../../../shared/domain/migration/write.ts';
import { givenLeaning } from '../../../support/kubernetes.ts';
import {
  AT,
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPassFacts,
  givenPoolState,
} from '../../../support/migration.ts';

export interface Walker {
  migration: Migration;
  azure: AzureLook;
  look: ClusterLook;
  now: number;
  readonly facts: Partial<Pick<PassFacts, 'alert' | 'viability'>>;
}

/** A ready pod of the Deployment `cart`, on `node`. */
export function pod(name: string, node: string, overrides: Partial<Pod> = {}): Pod {
  return {
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    createdAt: AT - 86_400_000,
    node,
    labels: { app: 'cart' },
    owner: { kind: 'Deployment', name: 'cart' },
    phase: 'Running',
    ready: true,
    graceSeconds: 30,
    finalizers: [],
    mirror: false,
    restarts: 0,
    cpu: 100,
    memory: 100_000_000,
    nodeSelector: {},
    nodeAffinity: [],
    antiAffinityTopologies: [],
    tolerations: [],
    claims: [],
    leaning: givenLeaning(),
    ...overrides,
  };
}

export const seen = <T>(...items: readonly T[]) => ({ kind: 'seen' as const, items });

/** Two nodes with an autoscaler of 1 to 5; the second was cordoned by somebody before. */
export function givenWalker(migration: Partial<Migration> = {}): Walker {
  return {
    migration: givenMigration({ route: 'pool-replacement', ...migration }),
    azure: givenAzure([
      givenPoolState({ scaling: { count: 2, autoscaler: { min: 1, max: 5 } }, properties: { count: 2 } }),
    ]),
    look: givenLook({
      nodesSeen: [givenNode('apps-1'), givenNode('apps-2', { unschedulable: true })],
      pods: seen(pod('cart-1', 'apps-1'), pod('cart-2', 'apps-2')),
      workloads: seen({
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        labels: {},
        annotations: {},
        selector: { matchLabels: { app: 'cart' }, matchExpressions: [] },
        replicas: 2,
        ready: 2,
        unavailable: 0,
        leaning: givenLeaning(),
        nodeSelector: {},
        nodeAffinity: [],
        tolerations: [],
      }),
      budgets: seen(),
      autoscalers: seen(),
    }),
    now: AT,
    facts: {},
  };
}

export function decideNow(walker: Walker): Decision {
  const { migration, now, facts } = walker;
  const world = imagine(migration, walker.azure, walker.look);
  return ruleOf(migration.step).decide(givenPassFacts({ now, migration, ...world, ...facts }));
}

/** Goes on until the step `until` is reached, or the route is done; waits are slept through by the walker's own clock. */
export function walk(walker: Walker, direction: Direction, until?: StepName): Write[] {
  const writes: Write[] = [];
  const route = ROUTES['pool-replacement'][direction];
  const from = walker.migration.direction === direction ? Math.max(0, route.indexOf(walker.migration.step)) : 0;
  for (const step of route.slice(from)) {
    walker.migration = { ...walker.migration, direction, step, stepSince: walker.now };
    if (step === until) return writes;
    for (let pass = 0; ; pass += 1) {
      if (pass > 1000) throw new Error(`${step} does not end`);
      const decision = decideNow(walker);
      if (decision.kind === 'stop') throw new Error(`${step}: ${decision.code} ${decision.because}`);
      const remembered = { ...walker.migration.remembered, ...decision.remember };
      walker.migration = { ...walker.migration, remembered };
      if (decision.kind === 'done') break;
      if (decision.kind === 'wait') {
        walker.now += decision.againSeconds * 1000;
        continue;
      }
      // What was saved before a crash must not change what is decided after it.
      const again = decideNow(walker);
      if (again.kind !== 'write' || JSON.stringify(again.write) !== JSON.stringify(decision.write)) {
        throw new Error(`${step} decides otherwise once its intent is saved: ${JSON.stringify(again)}`);
      }
      writes.push(decision.write);
      walker.migration = { ...walker.migration, imagined: [...walker.migration.imagined, decision.write] };
    }
  }
  return writes;
}
