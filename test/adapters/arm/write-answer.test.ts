import { afterEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../../dev/simulator/index.ts';
import { aksCalls } from '../../../shared/adapters/arm/aks-calls.ts';
import { connectToArm, WRITE_PATIENCE } from '../../../shared/adapters/arm/connection.ts';
import { armPoolUpgrader } from '../../../shared/adapters/arm/pool-upgrader.ts';
import { armPoolWriter } from '../../../shared/adapters/arm/pool-writer.ts';
import { systemPause } from '../../../shared/adapters/system/pause.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import { SHOP, sampleFleet } from '../../dev/simulator/sample-fleet.ts';

const CLUSTER = `/subscriptions/${SHOP}/resourcegroups/rg-shop-prod/providers/microsoft.containerservice/managedclusters/aks-shop-prod-01`;
const POOL = `${CLUSTER}/agentpools/userpool`;

let simulator: Simulator | undefined;
afterEach(async () => {
  await simulator?.close();
});

async function givenExecutor() {
  simulator = await startSimulator({ fleet: sampleFleet(), throttle: false, speed: 0 });
  const connection = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: simulator.ca },
    credential: { getToken: async () => null },
    pause: systemPause,
    patience: { ...WRITE_PATIENCE, attemptMs: 200 },
  });
  const writer = armPoolWriter(connection);
  const upgrader = armPoolUpgrader(connection);
  return {
    control: simulator.control,
    /** Every change there is, with the operation that it is in ARM. */
    writes: {
      'agentPools.createOrUpdate': () => writer.update(POOL, { tags: { a: 'b' } }, undefined),
      'agentPools.delete': () => writer.delete(POOL, undefined),
      'agentPools.upgradeNodeImageVersion': () => upgrader.upgradeImage(POOL),
      'managedClusters.createOrUpdate': () => upgrader.upgradeControlPlane(CLUSTER, '1.35.0'),
    },
    writer,
    machines: () => aksCalls(connection).machines(POOL),
  };
}

const OPERATIONS = [
  'agentPools.createOrUpdate',
  'agentPools.delete',
  'agentPools.upgradeNodeImageVersion',
  'managedClusters.createOrUpdate',
] as const;

test.each(OPERATIONS)('%s: every refusal is told apart', async (operation) => {
  const { control, writes } = await givenExecutor();
  const answers: unknown[] = [];
  for (const [status, code, message] of [
    [409, 'OperationNotAllowed', 'Another agentpool operation (web - Updating) is in progress, please wait'],
    [409, 'EtagMismatch', 'Etag mismatched'],
    [412, 'PreconditionFailed', 'The If-Match header does not match.'],
    [409, 'ScopeLocked', 'The scope cannot perform write operation because it is locked.'],
    [400, 'ErrCode_InsufficientVCPUQuota', 'Insufficient vcpu quota requested 8, remaining 4.'],
    [400, 'SubnetIsFull', 'The subnet has no free address.'],
    [403, 'AuthorizationFailed', "The client 'b0b0' does not have authorization."],
    [403, 'RequestDisallowedByPolicy', 'Policy no-pools of tenant b0b0 says no.'],
  ] as const) {
    control.addFault({ kind: 'error', operation, status, code, message, times: 1 });
    answers.push(await writes[operation]());
  }
  expect(answers).toEqual([
    { kind: 'busy', because: 'Another agentpool operation (web - Updating) is in progress, please wait' },
    { kind: 'changed', because: 'It is not as it was when this was decided.' },
    { kind: 'changed', because: 'It is not as it was when this was decided.' },
    {
      kind: 'refused',
      code: 'ScopeLocked',
      because: 'The scope cannot perform write operation because it is locked.',
    },
    {
      kind: 'refused',
      code: 'ErrCode_InsufficientVCPUQuota',
      because: 'Insufficient vcpu quota requested 8, remaining 4.',
    },
    { kind: 'refused', code: 'SubnetIsFull', because: 'The subnet has no free address.' },
    {
      kind: 'refused',
      code: 'AuthorizationFailed',
      because:
        'The executor’s identity may not do this. Give it the executor role of docs/permissions.md there; it can take minutes to count.',
    },
    { kind: 'refused', code: 'RequestDisallowedByPolicy', because: 'An Azure policy does not allow it.' },
  ]);
});

test.each(OPERATIONS)('%s: it is asked once, and throttling is passed on however long it lasts', async (operation) => {
  const { control, writes } = await givenExecutor();
  control.addFault({ kind: 'throttle', operation, retryAfterSeconds: 900 });
  expect(await writes[operation]()).toEqual({ kind: 'throttled', againSeconds: 900 });
  expect(control.counts().byOperation[operation]).toBe(1);
});

test.each(
  OPERATIONS.flatMap((operation) => [
    { operation, fault: { kind: 'error', status: 500 } as const },
    { operation, fault: { kind: 'error', status: 503 } as const },
    { operation, fault: { kind: 'lost-reply' } as const },
    { operation, fault: { kind: 'drop' } as const },
    { operation, fault: { kind: 'hang' } as const },
  ]),
)('$operation with $fault: nobody knows whether it happened', async ({ operation, fault }) => {
  const { control, writes } = await givenExecutor();
  control.addFault({ ...fault, operation });
  const thrown = await writes[operation]().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UpstreamError);
  expect((thrown as UpstreamError).code).toBe('UPSTREAM_AZURE');
  expect(control.faults().map(({ hits }) => hits)).toEqual([1]);
});

test('a change whose answer was lost has happened, and the next try is told that the world has moved on', async () => {
  const { control, writer } = await givenExecutor();
  control.addFault({ kind: 'lost-reply', operation: 'agentPools.createOrUpdate', times: 1 });
  const body = { properties: { vmSize: 'Standard_D4s_v5', count: 1, mode: 'User' } };
  const target = `${CLUSTER}/agentpools/target`;
  await expect(writer.create(target, body)).rejects.toThrow(UpstreamError);
  expect(await writer.create(target, body)).toMatchObject({ kind: 'changed' });
});

test('a message of any length is cut, and a code that is none is not passed on', async () => {
  const { control, writes } = await givenExecutor();
  const fault = { kind: 'error', operation: 'agentPools.delete', status: 400, times: 1 } as const;
  control.addFault({ ...fault, code: 'Bad\u001b[2J', message: 'x'.repeat(2_000) });
  expect(await writes['agentPools.delete']()).toEqual({
    kind: 'refused',
    code: 'HTTP 400',
    because: `${'x'.repeat(500)}…`,
  });
});

test('machines that are there are deleted, and those that are gone already are not named again', async () => {
  const { control, writer, machines } = await givenExecutor();
  const before = await machines();
  const [first = '', second = ''] = before;
  expect(await writer.deleteMachines(POOL, [first])).toMatchObject({ kind: 'accepted', operation: expect.any(String) });
  control.change({ change: 'advance-clock', seconds: 600 });
  expect(await writer.deleteMachines(POOL, [first, second])).toMatchObject({ kind: 'accepted' });
  control.change({ change: 'advance-clock', seconds: 600 });
  expect(await machines()).toEqual(before.slice(2));
  expect(await writer.deleteMachines(POOL, [first, second])).toEqual({ kind: 'accepted' });
  expect(control.counts().byOperation['agentPools.deleteMachines']).toBe(2);
});
