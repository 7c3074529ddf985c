import { expect, test } from 'vitest';
import { ControlledClock } from '../../../dev/service-bus/controlled-clock.ts';
import { manage } from '../../../dev/service-bus/management.ts';
import { Queue } from '../../../dev/service-bus/queue.ts';
import { queueSettings } from '../../../dev/service-bus/queue-definitions.ts';

function givenQueue(): Queue {
  const [settings] = queueSettings([{ name: 'q' }]);
  if (!settings) throw new Error('settings expected');
  return new Queue({ settings, clock: new ControlledClock(), onEvent: () => {}, deadLetters: undefined });
}

test('an operation that the emulator does not know is refused by name', () => {
  expect(manage(givenQueue(), 'com.microsoft:add-rule', {})).toEqual({
    status: 501,
    body: {},
    refusal: {
      condition: 'amqp:not-implemented',
      description: "The emulator does not know the operation 'com.microsoft:add-rule'.",
    },
  });
});

test.each(['renew-lock', 'schedule-message', 'cancel-scheduled-message', 'receive-by-sequence-number'])(
  '%s without its fields is refused, not fatal',
  (operation) => {
    const { status, refusal } = manage(givenQueue(), `com.microsoft:${operation}`, {});

    expect({ status, condition: refusal?.condition }).toEqual({ status: 400, condition: 'amqp:decode-error' });
  },
);

test('a lock token that was never given is refused as lost', () => {
  const body = { 'lock-tokens': [Buffer.alloc(16)], 'disposition-status': 'completed' };

  expect(manage(givenQueue(), 'com.microsoft:update-disposition', body)).toMatchObject({
    status: 410,
    refusal: { condition: 'com.microsoft:message-lock-lost' },
  });
});

test('an outcome that does not exist is refused', () => {
  const body = { 'lock-tokens': [Buffer.alloc(16)], 'disposition-status': 'forgotten' };

  expect(manage(givenQueue(), 'com.microsoft:update-disposition', body).status).toBe(501);
});

test('a session that nobody holds has no state to read and no lock to renew', () => {
  for (const operation of ['get-session-state', 'set-session-state', 'renew-session-lock']) {
    expect(manage(givenQueue(), `com.microsoft:${operation}`, { 'session-id': 'a' })).toMatchObject({
      status: 410,
      refusal: { condition: 'com.microsoft:session-lock-lost' },
    });
  }
});
