import { expect, test } from 'vitest';
import { memoryHealthGates } from '../../../shared/adapters/memory/health-gates.ts';
import { publishHealth } from '../../../shared/app/alerts/publish-health.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { HealthGates } from '../../../shared/ports/health-gates.ts';
import { givenSignals, NOW, seen } from '../../domain/alert/given-alert.ts';
import { givenMigration } from '../../support/migration.ts';
import { givenApp, RUN_LIMITS } from '../given-app.ts';

const NODE = 'aks-apps-12345678-vmss000000';
const FOLLOWING = givenMigration({ step: 'follow-upgrade' });
const VERDICT = {
  migrationId: FOLLOWING.id,
  kind: 'healthy',
  why: 'All is well.',
  since: NOW,
  evaluatedAt: NOW,
} as const;
const SIGNALS = givenSignals({ nodes: seen([{ name: NODE, pool: 'apps', ready: true }]) });

function givenGates() {
  const gates = memoryHealthGates();
  const request = { name: 'r', uid: 'u-1', scope: 'Node', target: NODE, askedAt: NOW - 60_000 } as const;
  gates.requests.set(FOLLOWING.clusterId, [request]);
  return gates;
}

function given(healthGates: HealthGates | undefined, overrides: Partial<Parts> = {}) {
  const app = givenApp({ now: NOW }, { ...(healthGates && { healthGates }), ...overrides });
  return {
    publish: (change: Partial<Migration> = {}) =>
      publishHealth(app.parts, { ...FOLLOWING, ...change }, VERDICT, SIGNALS),
    findings: async () => (await app.parts.ownFindings.list()).map(({ id, code, what }) => ({ id, code, what })),
  };
}

test('what AKS asks about a migration in place is answered, and again without a write', async () => {
  const gates = givenGates();
  const { publish, findings } = given(gates);
  await publish();
  await publish();
  const answers = [...gates.signals.values()].map(({ status, message }) => ({ status, message }));
  expect(answers).toEqual([{ status: 'True', message: 'All is well.' }]);
  expect([gates.writes(), await findings()]).toEqual([1, []]);
});

test('nothing is said with the setting off, with DRY_RUN, in a dry run, and of a pool that is replaced', async () => {
  const gates = givenGates();
  await given(undefined).publish();
  await given(gates, { running: { ...RUN_LIMITS, dryRun: true } }).publish();
  await given(gates).publish({ dryRun: true });
  await given(gates).publish({ route: 'pool-replacement' });
  expect(gates.signals.size).toBe(0);
});

test('a cluster without the gate is nothing to tell of', async () => {
  const { publish, findings } = given(memoryHealthGates());
  await publish();
  expect(await findings()).toEqual([]);
});

const refusing = (because: string): HealthGates => ({
  ...givenGates(),
  publish: async () => ({ kind: 'refused', code: 'KUBERNETES_FORBIDDEN', because }),
});
const unreachable: HealthGates = {
  ...givenGates(),
  openRequests: async () => {
    throw new UpstreamError('KUBERNETES_UNREACHABLE', 'nothing listens there');
  },
};

test.each([
  ['refused', refusing('not you'), 'not you'],
  ['not reachable', unreachable, 'nothing listens there'],
  ['too busy', { ...givenGates(), publish: async () => ({ kind: 'throttled', againSeconds: 5 }) }, 'too busy (429)'],
] as [string, HealthGates, string][])('%s is a finding about ourselves and stops nothing', async (_, gates, why) => {
  const { publish, findings } = given(gates);
  await publish();
  expect(await findings()).toEqual([
    {
      id: `health-signal/${FOLLOWING.id}/publish`,
      code: 'HEALTH_SIGNAL_NOT_PUBLISHED',
      what: expect.stringMatching(
        new RegExp(`^AKS asks whether its upgrade of shop-prod .*${why.replace(/[()]/g, '.')}`),
      ),
    },
  ]);
});

test('the finding goes with its trouble, also when AKS has nothing to ask any more', async () => {
  const ownFindings = givenApp().parts.ownFindings;
  const failing = given(refusing('not you'), { ownFindings });
  await failing.publish();
  expect(await failing.findings()).toHaveLength(1);
  await failing.publish({ step: 'watch' });
  expect(await failing.findings()).toEqual([]);
  await failing.publish();
  await given(givenGates(), { ownFindings }).publish();
  expect(await failing.findings()).toEqual([]);
});
