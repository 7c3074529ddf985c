import { describe, expect, test } from 'vitest';
import type { HealthCheckRequest, HealthSignal } from '../../shared/domain/alert/health-signal.ts';
import type { HealthGates } from '../../shared/ports/health-gates.ts';

/** A cluster whose AKS asks what a test wants it to ask. */
export interface GatesWorld {
  readonly clusterId: string;
  /** The same, without the preview's resources. */
  readonly clusterWithout: string;
  readonly gates: HealthGates;
  /** AKS asks about a node that was replaced just now. */
  ask(node: string): Promise<void>;
  /** AKS is done, and takes back what it asked. */
  over(): Promise<void>;
  /** The conditions that stand at present. */
  conditions(): Promise<
    readonly { readonly status: string; readonly reason: string; readonly message: string; readonly at: string }[]
  >;
  /** Writes that were sent so far. */
  writes(): number;
}

export function healthGatesContract(name: string, given: () => Promise<GatesWorld>): void {
  const AT = Date.parse('2026-11-20T08:01:00Z');
  const HEALTHY = { status: 'True', reason: 'Healthy', message: 'Every rule that is watched is healthy.' } as const;
  const UNKNOWN = { status: 'Unknown', reason: 'HealthNotKnown', message: 'The nodes could not be seen.' } as const;

  async function asked(world: GatesWorld): Promise<HealthCheckRequest> {
    await world.ask('aks-apps-1');
    const open = await world.gates.openRequests(world.clusterId);
    const [request] = open.kind === 'seen' ? open.requests : [];
    if (!request) throw new Error('nothing was asked');
    return request;
  }
  const signal = (request: HealthCheckRequest, said: Partial<HealthSignal>, minutes = 0): HealthSignal => ({
    request,
    ...HEALTHY,
    at: AT + minutes * 60_000,
    ...said,
  });

  describe(`the health gates, ${name}`, () => {
    test('what AKS asks is seen as it asks it; a cluster without the resources is an ordinary answer', async () => {
      const world = await given();
      const { gates, clusterId, clusterWithout } = world;
      expect(await gates.openRequests(clusterWithout)).toEqual({ kind: 'not-there' });
      expect(await gates.openRequests(clusterId)).toEqual({ kind: 'seen', requests: [] });
      expect(await asked(world)).toEqual({
        name: expect.stringContaining('aks-apps-1'),
        uid: expect.stringMatching(/./),
        scope: 'Node',
        target: 'aks-apps-1',
        askedAt: Date.parse('2026-11-20T08:00:00Z'),
      });
    });

    test('an answer is given, and changed when it changes; the moment stays while the status does', async () => {
      const world = await given();
      const request = await asked(world);
      const { gates, clusterId } = world;
      expect(await gates.publish(clusterId, signal(request, UNKNOWN))).toEqual({ kind: 'accepted' });
      expect(await world.conditions()).toEqual([{ ...UNKNOWN, at: '2026-11-20T08:01:00Z' }]);
      const other = { ...UNKNOWN, message: 'The pods could not be seen.' };
      await gates.publish(clusterId, signal(request, other, 1));
      expect(await world.conditions()).toEqual([{ ...other, at: '2026-11-20T08:01:00Z' }]);
      await gates.publish(clusterId, signal(request, HEALTHY, 2));
      expect(await world.conditions()).toEqual([{ ...HEALTHY, at: '2026-11-20T08:03:00Z' }]);
    });

    test('the same answer again writes nothing', async () => {
      const world = await given();
      const request = await asked(world);
      await world.gates.publish(world.clusterId, signal(request, HEALTHY));
      const writes = world.writes();
      expect(writes).toBeGreaterThan(0);
      expect(await world.gates.publish(world.clusterId, signal(request, HEALTHY, 1))).toEqual({ kind: 'accepted' });
      expect(world.writes()).toBe(writes);
    });

    test('an answer to what is not asked any more does not stay', async () => {
      const world = await given();
      const request = await asked(world);
      await world.gates.publish(world.clusterId, signal(request, HEALTHY));
      await world.over();
      expect(await world.conditions()).toEqual([]);
      await world.gates.publish(world.clusterId, signal(request, HEALTHY));
      await world.over();
      expect(await world.conditions()).toEqual([]);
    });
  });
}
