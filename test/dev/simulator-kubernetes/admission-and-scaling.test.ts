import { describe, expect, test } from 'vitest';
import { givenCluster } from './given-cluster.ts';

const web = { name: 'web', namespace: 'shop', replicas: 2, pool: 'user' };

describe('a webhook that is asked about evictions', () => {
  const given = (more: object) =>
    givenCluster({
      workloads: [web],
      webhooks: [{ name: 'guard', service: 'guard/guard', concerns: ['eviction'], ...more }],
    });

  test.each([
    [{}, 201, undefined],
    [{ answers: 'allows' }, 201, undefined],
    [
      { answers: 'denies', says: 'not on Fridays' },
      400,
      'admission webhook "guard.guard.svc" denied the request: not on Fridays',
    ],
    [{ answers: 'denies' }, 400, 'admission webhook "guard.guard.svc" denied the request without explanation'],
    [
      { answers: 'nothing' },
      500,
      'Internal error occurred: failed calling webhook "guard.guard.svc": failed to call webhook: Post "https://guard.guard.svc:443/validate?timeout=10s": no endpoints available for service "guard"',
    ],
    [{ answers: 'nothing', failurePolicy: 'Ignore' }, 201, undefined],
    [{ answers: 'denies', concerns: ['pod-create'] }, 201, undefined],
    [{ answers: 'denies', exceptNamespaces: ['shop'] }, 201, undefined],
  ])('%j: %i', (more, status, message) => {
    const cluster = given(more);
    const [pod] = cluster.pods('web');
    const answer = cluster.evict(pod);
    expect(answer.status).toBe(status);
    if (message) expect(answer.body).toMatchObject({ message });
  });
});

describe('an autoscaler', () => {
  const path = '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web';
  const given = () => givenCluster({ workloads: [{ ...web, autoscaler: { min: 2, max: 4 } }] });

  test('is listed with its target and its bounds', () => {
    const { body } = given().ask('GET', '/apis/autoscaling/v2/horizontalpodautoscalers');
    expect((body as { items: unknown[] }).items).toMatchObject([
      {
        metadata: { namespace: 'shop', name: 'web' },
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 4 },
        status: { currentReplicas: 2, desiredReplicas: 2 },
      },
    ]);
  });

  test('keeps the number of its workload within its bounds, and leaves one that was switched off', () => {
    const cluster = given();
    const replicas = () => (cluster.workload('deployments', 'web')?.spec as { replicas: number } | undefined)?.replicas;
    const scaleTo = (count: number) =>
      cluster.ask(
        'PATCH',
        '/apis/apps/v1/namespaces/shop/deployments/web/scale',
        { spec: { replicas: count } },
        'application/merge-patch+json',
      );
    cluster.ask('PATCH', path, { spec: { minReplicas: 3 } }, 'application/merge-patch+json');
    cluster.advance(3);
    expect([replicas(), cluster.pods('web').length]).toEqual([3, 3]);
    for (const [asked, kept] of [
      [9, 4],
      [1, 3],
      [0, 0],
    ] as const) {
      scaleTo(asked);
      cluster.advance(1);
      expect(replicas()).toBe(kept);
    }
  });
});

test('a pod is Ready so long after it has a node as its workload says', () => {
  const cluster = givenCluster({ workloads: [{ ...web, replicas: 1, startsAfterSeconds: 5 }] });
  const [pod] = cluster.pods('web');
  cluster.evict(pod);
  cluster.advance(4);
  const ready = () =>
    cluster
      .pods('web')
      .filter(({ metadata }) => metadata.uid !== pod?.metadata.uid)
      .map(({ status }) => (status as { phase: string }).phase);
  expect(ready()).toEqual(['Pending']);
  cluster.advance(2);
  expect(ready()).toEqual(['Running']);
});
