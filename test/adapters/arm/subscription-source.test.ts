import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectToArm } from '../../../shared/adapters/arm/connection.ts';
import { armSubscriptionSource } from '../../../shared/adapters/arm/subscription-source.ts';
import { type ArmServer, page, SUB_A, sample, startArmServer, subscriptionRow } from './arm-server.ts';

let arm: ArmServer;
beforeAll(async () => {
  arm = await startArmServer();
});
beforeEach(() => {
  arm.asked.length = 0;
});
afterAll(() => arm.close());

const source = () => armSubscriptionSource(arm.connect());

test('every visible subscription is listed, in any state', async () => {
  arm.answer = () => sample('subscriptions-list');
  expect(await source().visible()).toEqual([
    { id: '11111111-2222-3333-4444-555555555555', name: 'Shop Production', state: 'Enabled' },
    { id: '66666666-7777-4888-8999-000000000000', name: 'Old Sandbox', state: 'Disabled' },
  ]);
});

test('all pages of the list are read', async () => {
  const one = (subscriptionId: string) => ({ subscriptionId, displayName: '', state: 'NewState' });
  arm.answer = ({ path }) =>
    path.includes('token=2')
      ? { body: { value: [one('B')] } }
      : { body: { value: [one('A')], nextLink: `${arm.endpoint}/subscriptions?token=2` } };
  expect(await source().visible()).toEqual([
    { id: 'a', name: 'A', state: 'NewState' },
    { id: 'b', name: 'B', state: 'NewState' },
  ]);
});

test.each([
  ['error-429-arm-subscription', { status: 429, azureCode: 'SubscriptionRequestsThrottled' }],
  ['error-500-internal', { status: 500, azureCode: 'InternalOperationError' }],
  ['error-401-invalidtoken', { status: 401, azureCode: 'ExpiredAuthenticationToken' }],
])('a list refused with %s is an error, never a short list', async (name, facts) => {
  arm.answer = () => sample(name);
  await expect(source().visible()).rejects.toMatchObject({ code: 'UPSTREAM_SUBSCRIPTIONS', facts });
});

test('a sign-in that does not work says how to sign in', async () => {
  const unavailable = Object.assign(new Error('no way to sign in'), { name: 'CredentialUnavailableError' });
  const connection = connectToArm({
    credential: { getToken: () => Promise.reject(unavailable) },
    pause: async () => {},
  });
  await expect(armSubscriptionSource(connection).visible()).rejects.toMatchObject({
    code: 'AZURE_SIGN_IN',
    remedy: 'fix-config',
    message: expect.stringContaining('az login'),
  });
});

test('the subscriptions under a management group come from Resource Graph', async () => {
  arm.answer = () => page([subscriptionRow(SUB_A.toUpperCase()), subscriptionRow('b', 'Disabled')]);
  expect(await source().under('mg-shop')).toEqual([
    { id: SUB_A, name: 'Shop', state: 'Enabled' },
    { id: 'b', name: 'Shop', state: 'Disabled' },
  ]);
  expect(arm.asked).toMatchObject([{ body: { managementGroups: ['mg-shop'] } }]);
});

test('a management group that may not be read is an error that names it', async () => {
  arm.answer = () => sample('error-403-authorizationfailed');
  await expect(source().under('mg-shop')).rejects.toMatchObject({
    code: 'MANAGEMENT_GROUP_UNREADABLE',
    remedy: 'fix-config',
    facts: { managementGroupId: 'mg-shop', status: 403 },
  });
});

test.each([
  ['a list that was cut off', page([subscriptionRow(SUB_A)], { resultTruncated: 'true' })],
  ['a list with a row that is not understood', page([subscriptionRow(SUB_A), {}])],
  ['a failing service', sample('error-500-internal')],
])('%s is an error: a sweep over a part would look whole', async (_what, answer) => {
  arm.answer = () => answer;
  await expect(source().under('mg-shop')).rejects.toMatchObject({ code: 'UPSTREAM_SUBSCRIPTIONS' });
});

test.each([
  'https://evil.example',
  'http://127.0.0.1:1',
  'https://127.0.0.1.evil.example',
  'https://management.azure.com',
])('a simulator at %s is refused: the constant token is for this machine only', (endpoint) => {
  const connect = () =>
    connectToArm({
      simulator: { endpoint, ca: arm.ca },
      credential: { getToken: async () => null },
      pause: async () => {},
    });
  expect(connect).toThrow(expect.objectContaining({ code: 'ARM_ENDPOINT_NOT_LOCAL' }));
});
