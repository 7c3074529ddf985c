import { describe, expect, test } from 'vitest';
import { type HealthCheckRequest, type HealthLook, signalsFor } from '../../../shared/domain/alert/health-signal.ts';
import type { AlertVerdict } from '../../../shared/domain/alert/verdict.ts';
import { givenMigration } from '../../support/migration.ts';
import { MINUTE, NOW, SECOND } from './given-alert.ts';

const FOLLOWING = givenMigration({ step: 'follow-upgrade', status: 'running' });
const NODE = 'aks-apps-12345678-vmss000000';

function givenRequest(change: Partial<HealthCheckRequest> = {}): HealthCheckRequest {
  return { name: `${NODE}-6e8ef28e`, uid: 'u-1', scope: 'Node', target: NODE, askedAt: NOW - MINUTE, ...change };
}

function givenVerdict(change: Partial<AlertVerdict> = {}): AlertVerdict {
  const why = 'Every rule that is watched is healthy.';
  return { migrationId: FOLLOWING.id, kind: 'healthy', why, since: NOW - 9 * MINUTE, evaluatedAt: NOW, ...change };
}

function givenLook(change: Partial<HealthLook> = {}): HealthLook {
  const nodes = [
    { name: NODE, pool: 'apps', ready: true },
    { name: 'aks-other-12345678-vmss000000', pool: 'other', ready: true },
  ];
  return { verdict: givenVerdict(), nodes, lookedAt: NOW - SECOND, now: NOW, ...change };
}

const said = (look: Partial<HealthLook>, migration = FOLLOWING, request = givenRequest()) =>
  signalsFor(migration, [request], givenLook(look)).map(({ status, reason }) => [status, reason]);

test('an answer carries the verdict’s words and the moment', () => {
  const request = givenRequest();
  const verdict = givenVerdict({ kind: 'breached', why: '1 node is NotReady, 0 are allowed.' });
  expect(signalsFor(FOLLOWING, [request], givenLook({ verdict }))).toEqual([
    { request, at: NOW, status: 'False', reason: 'ThresholdBreached', message: '1 node is NotReady, 0 are allowed.' },
  ]);
});

describe('healthy lets AKS go on, breached aborts, and what is not known waits', () => {
  test.each([
    ['healthy', 'True', 'Healthy'],
    ['breached', 'False', 'ThresholdBreached'],
    ['unknown', 'Unknown', 'HealthNotKnown'],
  ] as const)('%s', (kind, status, reason) => {
    expect(said({ verdict: givenVerdict({ kind }) })).toEqual([[status, reason]]);
  });

  test('nobody has looked yet', () => {
    expect(said({ verdict: undefined })).toEqual([['Unknown', 'HealthNotKnown']]);
  });

  test('healthy three minutes ago still holds, a second more does not', () => {
    const at = (age: number) => said({ verdict: givenVerdict({ evaluatedAt: NOW - age }) });
    expect([at(3 * MINUTE), at(3 * MINUTE + SECOND)]).toEqual([[['True', 'Healthy']], [['Unknown', 'HealthNotKnown']]]);
  });

  test('a look before AKS asked saw the node that is gone; what was bad then is bad all the same', () => {
    const asked = givenRequest({ askedAt: NOW - 2 * SECOND });
    expect(said({ lookedAt: NOW - SECOND }, FOLLOWING, asked)).toEqual([['True', 'Healthy']]);
    // Within the second of the request: which came first cannot be told.
    expect(said({ lookedAt: NOW - SECOND - 1 }, FOLLOWING, asked)).toEqual([['Unknown', 'NotLookedSince']]);
    const verdict = givenVerdict({ kind: 'breached' });
    expect(said({ lookedAt: NOW - MINUTE, verdict }, FOLLOWING, asked)).toEqual([['False', 'ThresholdBreached']]);
  });
});

describe('only what is asked about a migration of ours in place is answered', () => {
  const none: unknown[] = [];
  const pool = givenRequest({ scope: 'NodePool', target: 'apps' });
  const cluster = givenRequest({ scope: 'Cluster', target: 'shop-prod' });

  test.each([
    ['its node', givenRequest(), 1],
    ['its pool', pool, 1],
    ['a node of another pool', givenRequest({ target: 'aks-other-12345678-vmss000000' }), 0],
    ['a node that was not seen', givenRequest({ target: 'aks-apps-12345678-vmss000009' }), 0],
    ['another pool', givenRequest({ scope: 'NodePool', target: 'other' }), 0],
    ['the cluster', cluster, 0],
  ] as const)('%s', (_, request, answers) => {
    expect(said({}, FOLLOWING, request)).toHaveLength(answers);
  });

  test('the cluster is what the upgrade of a control plane is about', () => {
    const migration = givenMigration({ route: 'control-plane', step: 'follow-control-plane' });
    expect([cluster, pool, givenRequest()].map((one) => said({}, migration, one).length)).toEqual([1, 0, 0]);
  });

  test('before AKS was asked, after it is finished, in a dry run and after the end there is nothing to say', () => {
    for (const step of ['check', 'set-upgrade-settings', 'put-back-settings', 'watch'] as const) {
      expect(said({}, givenMigration({ step }))).toEqual(none);
    }
    expect(said({}, { ...FOLLOWING, dryRun: true })).toEqual(none);
    expect(said({}, { ...FOLLOWING, status: 'aborted' })).toEqual(none);
    expect(said({}, { ...FOLLOWING, status: 'paused' })).toHaveLength(1);
  });
});

test('trouble does not stop AKS from taking the pool back', () => {
  const verdict = givenVerdict({ kind: 'breached' });
  const back = (step: 'stop-upgrade' | 'restore-version' | 'follow-restore') =>
    said({ verdict }, givenMigration({ direction: 'back', step }));
  expect(back('restore-version')).toEqual([['True', 'GoingBack']]);
  expect(back('follow-restore')).toEqual([['True', 'GoingBack']]);
  // The upgrade itself is still to be stopped.
  expect(back('stop-upgrade')).toEqual([['False', 'ThresholdBreached']]);
});
