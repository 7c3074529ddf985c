import { array, assert, constant, nat, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../dev/service-bus/clock.ts';
import type { Consumer } from '../../../dev/service-bus/consumer.ts';
import { ControlledClock } from '../../../dev/service-bus/controlled-clock.ts';
import { durationMs } from '../../../dev/service-bus/duration.ts';
import type { StoredMessage } from '../../../dev/service-bus/message.ts';
import { MessageLine } from '../../../dev/service-bus/message-line.ts';
import { Queue } from '../../../dev/service-bus/queue.ts';
import { queueSettings } from '../../../dev/service-bus/queue-definitions.ts';
import { swapGuid } from '../../../dev/service-bus/wire.ts';

describe('durations', () => {
  test.each([
    ['PT5M', 300_000],
    ['PT30S', 30_000],
    ['PT0.5S', 500],
    ['P1D', 86_400_000],
    ['P1DT12H', 129_600_000],
    ['P1DT1H1M1S', 90_061_000],
  ])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms));

  test.each(['', 'P', 'PT', 'P1DT', '5M', 'P1W', 'P1Y', 'P1M', '-PT1S', 'PT1S '])('%j is none', (text) =>
    expect(durationMs(text)).toBeUndefined(),
  );
});

describe('the line of messages', () => {
  const message = (sequence: number) => ({ sequence }) as StoredMessage;

  test('gives out what is in it in order of sequence numbers, whatever came back or was removed when', () => {
    const step = oneof(
      record({ kind: constant('add' as const), sequence: nat(5000) }),
      record({ kind: constant('remove' as const), sequence: nat(5000) }),
      record({ kind: constant('shift' as const), sequence: constant(0) }),
    );
    assert(
      property(array(step, { maxLength: 300 }), (steps) => {
        const line = new MessageLine();
        const known = new Map<number, StoredMessage>();
        const inLine = new Set<number>();
        for (const { kind, sequence } of steps) {
          const one = known.get(sequence) ?? message(sequence);
          known.set(sequence, one);
          const lowest = Math.min(...inLine);
          if (kind === 'add' && !inLine.has(sequence)) {
            line.add(one);
            inLine.add(sequence);
          } else if (kind === 'remove') {
            line.remove(one);
            inLine.delete(sequence);
          } else if (kind === 'shift') {
            expect(line.shift()?.sequence).toBe(inLine.size > 0 ? lowest : undefined);
            inLine.delete(lowest);
          }
          expect(line.length).toBe(inLine.size);
        }
      }),
    );
  });

  test('gives memory back and stays in order over many messages', () => {
    const line = new MessageLine();
    const out: (number | undefined)[] = [];
    for (let sequence = 1; sequence <= 5000; sequence += 1) line.add(message(sequence));
    for (let n = 0; n < 3000; n += 1) out.push(line.shift()?.sequence);
    line.add(message(1500));
    out.push(line.shift()?.sequence, line.shift()?.sequence);

    expect(out).toEqual([...Array.from({ length: 3000 }, (_, n) => n + 1), 1500, 3001]);
  });
});

describe('clocks', () => {
  test('a controlled clock runs what falls due in the order of its time, and what that starts in turn', () => {
    const clock = new ControlledClock(1000);
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, clock.now()]);
    clock.after(300, note('late'));
    clock.after(100, () => {
      note('early')();
      clock.after(100, note('follow-up'));
    });
    clock.after(200, note('called off'))();
    clock.after(501, note('beyond'));
    clock.advance(500);

    expect(ran).toEqual([
      ['early', 1100],
      ['follow-up', 1200],
      ['late', 1300],
    ]);
    expect(clock.now()).toBe(1500);
  });

  test('the machine’s clock does not fire early for a wait beyond a timer’s range', async () => {
    let fired = false;
    const cancel = systemClock.after(2 ** 31, () => {
      fired = true;
    });
    await new Promise<void>((resolve) => systemClock.after(5, resolve));
    cancel();

    expect(fired).toBe(false);
  });
});

test('a receiver that left while it waited for a session is not given the next one', () => {
  const [settings] = queueSettings([{ name: 's', requiresSession: true }]);
  if (!settings) throw new Error('settings expected');
  const queue = new Queue({ settings, clock: new ControlledClock(), onEvent: () => {}, deadLetters: undefined });
  const consumer = (): Consumer => ({ mode: 'peek-lock', hasRoom: () => true, deliver: () => {}, drop: () => {} });
  const given: string[] = [];
  const gone = consumer();
  const first = queue.acceptSession(gone, undefined, 60_000, () => given.push('gone'));
  const second = queue.acceptSession(consumer(), undefined, 60_000, () => given.push('still here'));
  queue.detach(gone, 'connection-lost');
  queue.sendAll([{ body: 1, group_id: 'a' }]);
  queue.stop();

  expect([first, second]).toEqual(['waiting', 'waiting']);
  expect(given).toEqual(['still here']);
});

test('swapping a GUID’s groups twice gives the same bytes, and .NET’s order once', () => {
  const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

  expect(swapGuid(bytes).toString('hex')).toBe('33221100554477668899aabbccddeeff');
  expect(swapGuid(swapGuid(bytes))).toEqual(bytes);
});
