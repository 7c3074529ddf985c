import { beforeEach, describe, expect, test } from 'vitest';
import type { DeadLetters } from '../../shared/ports/dead-letters.ts';
import type { MessageSender } from '../../shared/ports/message-sender.ts';

/** A queue as the app sees it, and what a test must be able to do to it from behind. */
export interface QueueUnderTest {
  readonly sender: MessageSender;
  readonly deadLetters: DeadLetters;
  /** Takes every waiting message off the queue `notify` and answers with their ids and bodies. */
  takeAll(): Promise<{ readonly id: string; readonly body: unknown }[]>;
  /** Delivers every waiting message of `notify` until it is given up. */
  giveUpAll(): Promise<void>;
}

/** What every queue does. */
export function messageQueueContract(name: string, make: () => Promise<QueueUnderTest>): void {
  describe(`queue on ${name}`, () => {
    let queue: QueueUnderTest;
    beforeEach(async () => {
      queue = await make();
    });

    test('messages arrive with their ids and bodies, in the order in which they were sent', async () => {
      await queue.sender.send('notify', [
        { id: 'n-1', body: { text: 'ünïcödé "quoted" 𝄞', list: [1, null, true] } },
        { id: 'n-2', body: {} },
      ]);
      await queue.sender.send('notify', []);
      expect(await queue.takeAll()).toEqual([
        { id: 'n-1', body: { text: 'ünïcödé "quoted" 𝄞', list: [1, null, true] } },
        { id: 'n-2', body: {} },
      ]);
    });

    test('a message that is sent again with the same id arrives once, also after it was taken', async () => {
      await queue.sender.send('notify', [{ id: 'n-1', body: { try: 1 } }]);
      await queue.sender.send('notify', [{ id: 'n-1', body: { try: 2 } }]);
      expect(await queue.takeAll()).toEqual([{ id: 'n-1', body: { try: 1 } }]);
      await queue.sender.send('notify', [{ id: 'n-1', body: { try: 3 } }]);
      expect(await queue.takeAll()).toEqual([]);
    });

    test('queues are apart', async () => {
      await queue.sender.send('sweep-subscription', [{ id: 'n-1', body: {} }]);
      expect(await queue.takeAll()).toEqual([]);
    });

    test('more than one batch holds goes in several', async () => {
      const messages = Array.from({ length: 40 }, (_, n) => ({ id: `n-${n}`, body: { text: 'x'.repeat(50_000) } }));
      await queue.sender.send('notify', messages);
      expect((await queue.takeAll()).map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
    });

    test('a message that was given up is a dead letter, and looking at it leaves it where it is', async () => {
      expect(await queue.deadLetters.peek('notify')).toEqual([]);
      await queue.sender.send('notify', [{ id: 'n-1', body: { text: 'x'.repeat(5_000) } }]);
      await queue.giveUpAll();

      const letter = {
        messageId: 'n-1',
        reason: 'MaxDeliveryCountExceeded',
        description: expect.any(String),
        deadLetteredAt: expect.any(Number),
        body: `{"text":"${'x'.repeat(4_087)}`,
      };
      expect(await queue.deadLetters.peek('notify')).toEqual([letter]);
      expect(await queue.deadLetters.peek('notify')).toEqual([letter]);
      expect(await queue.deadLetters.peek('sweep-subscription')).toEqual([]);
      expect(await queue.takeAll()).toEqual([]);
    });

    test('120 dead letters are all seen', async () => {
      const ids = Array.from({ length: 120 }, (_, n) => `n-${n}`);
      await queue.sender.send(
        'notify',
        ids.map((id) => ({ id, body: {} })),
      );
      await queue.giveUpAll();
      const letters = await queue.deadLetters.peek('notify');
      expect(letters.map(({ messageId }) => messageId).toSorted()).toEqual([...ids].toSorted());
    });
  });
}
