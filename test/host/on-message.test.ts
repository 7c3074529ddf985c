import type { InvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';
import type { Fleet } from '../../shared/app/fleet.ts';
import { AdvanceMigration, SweepSubscription } from '../../shared/app/messages.ts';
import { BugError, InputError, UpstreamError } from '../../shared/domain/errors.ts';
import { handleMessage } from '../../shared/host/on-message.ts';
import { handleTick } from '../../shared/host/on-timer.ts';

const MESSAGE = { sweepId: 'sweep-1', subscriptionId: '11111111-2222-3333-4444-555555555555' };
const noFleet = async () => ({}) as Fleet;

function givenContext() {
  const lines: [level: string, line: Record<string, unknown>][] = [];
  const log = (level: string) => (line: string) =>
    void lines.push([level, JSON.parse(line) as Record<string, unknown>]);
  const context = {
    functionName: 'sweep-subscription',
    triggerMetadata: { messageId: 'm-1', deliveryCount: 2 },
    log: log('info'),
    warn: log('warn'),
    error: log('error'),
  } as unknown as InvocationContext;
  return { lines, context };
}

const ABOUT = {
  function: 'sweep-subscription',
  messageId: 'm-1',
  deliveryCount: 2,
  sweepId: MESSAGE.sweepId,
  subscriptionId: MESSAGE.subscriptionId,
};

async function handled(message: unknown, handle: () => Promise<unknown>) {
  const { lines, context } = givenContext();
  const thrown = await handleMessage(SweepSubscription, handle, message, context, noFleet).then(
    () => undefined,
    (error: Error) => error,
  );
  return { lines, thrown };
}

test('a message that is handled leaves one line by which it is found', async () => {
  const { lines, thrown } = await handled(MESSAGE, async () => undefined);
  expect(thrown).toBeUndefined();
  expect(lines).toEqual([['info', { event: 'message handled', ...ABOUT }]]);
});

test.each([
  [new UpstreamError('UPSTREAM_TABLE', 'tables do not answer', { status: 503 }), 'retry-later', { status: 503 }],
  [new InputError('SWEEP_UNKNOWN', 'no such sweep'), 'fix-input', {}],
])('an expected error is one line with its code, and no stack: %s', async (error, remedy, facts) => {
  const { lines, thrown } = await handled(MESSAGE, async () => {
    throw error;
  });
  const { code, message } = error;
  expect(lines).toEqual([['error', { event: 'message not handled', ...ABOUT, ...facts, code, message, remedy }]]);
  expect(thrown?.stack).toBe(`${code}: ${message}`);
});

test.each([
  [new TypeError('x is undefined'), 'UNEXPECTED'],
  [new BugError('BROKEN_PROMISE', 'x'), 'BROKEN_PROMISE'],
])('a bug keeps its stack, so that it can be mended: %s', async (error, code) => {
  const { lines, thrown } = await handled(MESSAGE, async () => {
    throw error;
  });
  expect(lines[0]?.[1]).toMatchObject({ code, remedy: 'fix-code', stack: error.stack });
  expect(thrown).toBe(error);
});

test.each<[string, unknown, string]>([
  ['text', 'hello', 'message'],
  ['nothing', undefined, 'message'],
  ['another form', { sweep: 1 }, 'sweepId'],
  ['a subscription that is none', { ...MESSAGE, subscriptionId: 'prod' }, 'subscriptionId'],
  ['a sweep id without end', { ...MESSAGE, sweepId: 'x'.repeat(201) }, 'sweepId'],
])('a message of %s is given back with a clear line, unhandled', async (_what, message, field) => {
  let called = false;
  const { lines, thrown } = await handled(message, async () => {
    called = true;
  });
  expect(called).toBe(false);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.[1]).toMatchObject({ code: 'MESSAGE_UNREADABLE', remedy: 'fix-input', field });
  expect(thrown?.message).toBe(`MESSAGE_UNREADABLE: the message does not have the form this version sends: ${field}`);
});

test('a pass of a migration is logged with migration, cluster and the step it is in', async () => {
  const { lines, context } = givenContext();
  const message = { migrationId: 'm-1', clusterId: '/c' };
  const passed = async () => ({ step: 'drain-source' });
  await handleMessage(AdvanceMigration, passed, message, context, noFleet);
  expect(lines[0]?.[1]).toMatchObject({ event: 'message handled', ...message, step: 'drain-source' });
});

test('an app that cannot be built leaves the message on the queue', async () => {
  const { lines, context } = givenContext();
  const broken = async () => {
    throw new UpstreamError('UPSTREAM_TABLE', 'tables do not answer');
  };
  await expect(handleMessage(SweepSubscription, async () => undefined, MESSAGE, context, broken)).rejects.toThrow(
    'UPSTREAM_TABLE',
  );
  expect(lines[0]?.[0]).toBe('error');
});

test('a timer says one line, and throws so that it is asked again', async () => {
  const fine = givenContext();
  await handleTick(async () => undefined, fine.context, noFleet);
  expect(fine.lines).toEqual([['info', { event: 'timer handled', function: 'sweep-subscription' }]]);

  const bad = givenContext();
  const fail = async () => {
    throw new UpstreamError('UPSTREAM_TABLE', 'tables do not answer');
  };
  await expect(handleTick(fail, bad.context, noFleet)).rejects.toThrow('UPSTREAM_TABLE: tables do not answer');
  expect(bad.lines).toEqual([
    [
      'error',
      {
        event: 'timer not handled',
        function: 'sweep-subscription',
        code: 'UPSTREAM_TABLE',
        message: 'tables do not answer',
        remedy: 'retry-later',
      },
    ],
  ]);
});
