import { describe, expect, test } from 'vitest';
import type { ClusterLook, Pod, Workload } from '../../../shared/domain/cluster/facts.ts';
import { imagine } from '../../../shared/domain/migration/imagine.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { Direction } from '../../../shared/domain/migration/route.ts';
import { ROUTES } from '../../../shared/domain/migration/step-table.ts';
import { ruleOf } from '../../../shared/domain/migration/steps/index.ts';
import { viabilityOf } from '../../../shared/domain/migration/viability-clock.ts';
import type { Write } from '../../../shared/domain/migration/write.ts';
import { givenPod, givenWorkload } from '../../support/kubernetes.ts';
import {
  AT,
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPassFacts,
  givenPoolState,
  type SeenAzure,
} from '../../support/migration.ts';

const AZURE = givenAzure([
  givenPoolState({
    scaling: { count: 2, autoscaler: { min: 1, max: 5 } },
    properties: {
      count: 2,
      enableAutoScaling: true,
      minCount: 1,
      maxCount: 5,
      mode: 'User',
      upgradeSettings: { maxSurge: '33%' },
    },
  }),
]);
const cart: Workload = givenWorkload('Deployment', 'cart', { namespace: 'shop', replicas: 2, ready: 2 });
const agent: Workload = givenWorkload('DaemonSet', 'agent', { namespace: 'kube-system', replicas: 2, ready: 2 });
const podOf = (name: string, node: string, owner: Workload): Pod =>
  givenPod(name, {
    namespace: owner.namespace,
    node,
    owner: { kind: owner.kind, name: owner.name },
    phase: 'Running',
    ready: true,
  });
const LOOK: ClusterLook = givenLook({
  nodesSeen: [givenNode('n0'), givenNode('n1')],
  pods: {
    kind: 'seen',
    items: [
      podOf('cart-0', 'n0', cart),
      podOf('cart-1', 'n1', cart),
      podOf('agent-0', 'n0', agent),
      podOf('agent-1', 'n1', agent),
    ],
  },
  workloads: { kind: 'seen', items: [cart, agent] },
  budgets: { kind: 'seen', items: [] },
  autoscalers: { kind: 'seen', items: [] },
  events: { kind: 'seen', items: [] },
});

/** Goes through the steps of a direction as a dry run does: the real world never changes. */
function walk(
  given: Migration,
  direction: Direction,
  until?: string,
): { readonly migration: Migration; readonly writes: Write['kind'][]; readonly stuck?: string } {
  let migration: Migration = { ...given, direction };
  const before = given.imagined.length;
  const kinds = () => migration.imagined.slice(before).map(({ kind }) => kind);
  for (const step of ROUTES[migration.route][direction]) {
    if (step === until) break;
    migration = { ...migration, step, stepSince: AT };
    for (let tries = 0; ; tries++) {
      const { azure, look } = imagine(migration, AZURE, LOOK);
      const viability = viabilityOf(migration, azure, look, {}, AT);
      const decision = ruleOf(step).decide(givenPassFacts({ migration, azure, look, viability, now: AT }));
      if (tries > 30 || decision.kind === 'wait' || decision.kind === 'stop') {
        return { migration, writes: kinds(), stuck: `${step}: ${decision.because}` };
      }
      const remembered = { ...migration.remembered, ...decision.remember };
      if (decision.kind === 'done') {
        migration = { ...migration, remembered };
        break;
      }
      const done =
        decision.write.kind === 'drain' ? [...migration.drain.done, decision.write.node] : migration.drain.done;
      migration = {
        ...migration,
        remembered,
        imagined: [...migration.imagined, decision.write],
        drain: { ...migration.drain, done },
      };
    }
  }
  return { migration, writes: kinds() };
}

describe('a dry run imagines what its writes would have made of the world', () => {
  test('a replacement goes through to its end, and every kind of write has its effect', () => {
    const { writes, stuck } = walk(givenMigration({ route: 'pool-replacement', dryRun: true }), 'forward');
    expect(stuck).toBeUndefined();
    expect(writes).toEqual([
      'create-pool',
      'update-pool',
      'taint',
      'cordon',
      'drain',
      'drain',
      'delete-machines',
      'delete-pool',
      'update-pool',
    ]);
  });

  test('the way back of a replacement leads to where it began', () => {
    const there = walk(givenMigration({ route: 'pool-replacement', dryRun: true }), 'forward', 'hold').migration;
    const back = walk({ ...there, deleteTarget: true }, 'back');
    expect(back.stuck).toBeUndefined();
    const { azure, look } = imagine(back.migration, AZURE, LOOK);
    const seen = azure as SeenAzure;
    expect(seen.pools.map(({ name, scaling }) => ({ name, scaling }))).toEqual([
      { name: 'apps', scaling: { count: 2, autoscaler: { min: 1, max: 5 } } },
    ]);
    expect(look.nodes).toEqual({
      kind: 'seen',
      items: [givenNode('n0', { marks: {} }), givenNode('n1', { marks: {} })],
    });
    const places =
      look.pods?.kind === 'seen'
        ? look.pods.items.map(({ node }) => node).toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
        : [];
    expect(places).toEqual(['n0', 'n0', 'n1', 'n1']);
  });

  test('an upgrade in place goes through to its end, and its settings are put back', () => {
    const { writes, stuck, migration } = walk(givenMigration({ dryRun: true }), 'forward');
    expect(stuck).toBeUndefined();
    expect(writes).toEqual(['update-pool', 'upgrade-image', 'update-pool']);
    const { azure } = imagine(migration, AZURE, LOOK);
    expect((azure as SeenAzure).pools[0]?.properties['upgradeSettings']).toEqual({ maxSurge: '33%' });
  });

  test('AKS takes the pool back in it', () => {
    const there = walk(givenMigration({ dryRun: true }), 'forward', 'watch').migration;
    const { writes, stuck } = walk(there, 'back');
    expect(stuck).toBeUndefined();
    expect(writes).toEqual(['restore-version']);
  });

  test('a control plane goes up one minor after another', () => {
    const { writes, stuck } = walk(givenMigration({ route: 'control-plane', dryRun: true }), 'forward');
    expect(stuck).toBeUndefined();
    expect(writes).toEqual(['upgrade-control-plane', 'upgrade-control-plane']);
  });

  test('an operation that is stopped is stopped', () => {
    const migration = givenMigration({ imagined: [{ kind: 'stop-operation', poolId: AZURE.pools[0]?.id ?? '' }] });
    const { azure } = imagine(migration, AZURE, LOOK);
    expect((azure as SeenAzure).pools[0]?.provisioningState).toBe('Canceled');
  });

  test('scaling changes the workload, or its autoscaler’s least number', () => {
    const hpa = {
      namespace: 'shop',
      name: 'cart-hpa',
      target: { kind: 'Deployment', name: 'cart' },
      minReplicas: 2,
      maxReplicas: 9,
      currentReplicas: 2,
      desiredReplicas: 2,
    };
    const imagined: Write[] = [
      {
        kind: 'scale',
        workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
        autoscaler: { kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'cart-hpa' },
        from: 2,
        to: 3,
      },
    ];
    const { look } = imagine(givenMigration({ imagined }), AZURE, {
      ...LOOK,
      autoscalers: { kind: 'seen', items: [hpa] },
    });
    expect(look.workloads).toEqual({ kind: 'seen', items: [{ ...cart, replicas: 3, ready: 3 }, agent] });
    expect(look.autoscalers).toEqual({ kind: 'seen', items: [{ ...hpa, minReplicas: 3 }] });
  });

  test('what was not seen stays so', () => {
    const hidden = givenLook({ nodes: { kind: 'not-seen', reason: 'forbidden', detail: 'no right' } });
    const imagined: Write[] = [{ kind: 'cordon', nodes: ['n0'] }];
    expect(imagine(givenMigration({ imagined }), AZURE, hidden)).toEqual({ azure: AZURE, look: hidden });
    const gone = { kind: 'gone', readAt: AT } as const;
    expect(imagine(givenMigration({ imagined }), gone, LOOK)).toEqual({ azure: gone, look: LOOK });
  });
});
