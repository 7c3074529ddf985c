import { describe, expect, test } from 'vitest';
import type { ConversationRef } from '../../shared/domain/chat/conversation.ts';
import type { ChatMessage } from '../../shared/domain/chat/message.ts';
import type { Chat } from '../../shared/ports/chat.ts';

/** A chat with a place for each test, and a way to look at what stands in it. */
export interface ChatWorld {
  readonly chat: Chat;
  /** A channel, and a person's own chat. Other tests may have spoken there. */
  readonly channel: ConversationRef;
  readonly personal: ConversationRef;
  /** What stands there, oldest first. */
  standing(ref: ConversationRef): Promise<readonly Standing[]>;
}

export interface Standing {
  readonly id: string;
  /** The message that it stands under. */
  readonly thread?: string;
  /** Of a card, the text of its first element. */
  readonly text: string;
  readonly isCard: boolean;
}

const text = (words: string): ChatMessage => ({ summary: words, text: words });
const card = (words: string): ChatMessage => ({
  ...text(words),
  card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: words }] },
});

export function chatContract(name: string, world: () => ChatWorld): void {
  describe(`the chat in ${name}`, () => {
    const idOf = async (answer: ReturnType<Chat['post']>) => {
      const posted = await answer;
      expect(posted).toEqual({ kind: 'posted', activityId: expect.any(String) });
      return posted.kind === 'posted' ? posted.activityId : '';
    };
    /** Of these messages, what stands. */
    const seen = async (ref: ConversationRef, ...ids: readonly string[]) =>
      (await world().standing(ref)).filter(({ id }) => ids.includes(id));

    test.each(['channel', 'personal'] as const)(
      'what is posted in a %s stands there under its own id',
      async (where) => {
        const { chat, [where]: ref } = world();
        const said = await idOf(chat.post(ref, text('The pool is old.')));
        const shown = await idOf(chat.post(ref, card('The pool is too old.')));
        expect(await seen(ref, said, shown)).toEqual([
          { id: said, text: 'The pool is old.', isCard: false },
          { id: shown, text: 'The pool is too old.', isCard: true },
        ]);
      },
    );

    test('the same words posted twice stand there twice', async () => {
      const { chat, personal } = world();
      const first = await idOf(chat.post(personal, text('Again.')));
      const second = await idOf(chat.post(personal, text('Again.')));
      expect((await seen(personal, first, second)).map(({ id }) => id)).toEqual([first, second]);
      expect(first).not.toBe(second);
    });

    test('what is posted under a message of a channel stands under it', async () => {
      const { chat, channel } = world();
      const root = await idOf(chat.post(channel, card('A migration')));
      const below = await idOf(chat.post(channel, text('It began.'), root));
      expect(await seen(channel, root, below)).toEqual([
        { id: root, text: 'A migration', isCard: true },
        { id: below, thread: root, text: 'It began.', isCard: false },
      ]);
    });

    test('what is changed keeps its place and its id, however often', async () => {
      const { chat, channel } = world();
      const first = await idOf(chat.post(channel, card('Step 1')));
      const second = await idOf(chat.post(channel, text('Another matter')));
      expect(await idOf(chat.update(channel, first, card('Step 2')))).toBe(first);
      expect(await idOf(chat.update(channel, first, card('Step 2')))).toBe(first);
      expect(await seen(channel, first, second)).toEqual([
        { id: first, text: 'Step 2', isCard: true },
        { id: second, text: 'Another matter', isCard: false },
      ]);
    });

    test('a message under another one is changed there', async () => {
      const { chat, channel } = world();
      const root = await idOf(chat.post(channel, card('A migration')));
      const below = await idOf(chat.post(channel, card('A question'), root));
      await idOf(chat.update(channel, below, card('An answer')));
      expect(await seen(channel, below)).toEqual([{ id: below, thread: root, text: 'An answer', isCard: true }]);
    });

    test('a conversation that is not there is gone', async () => {
      const { chat, personal } = world();
      const nowhere = { ...personal, conversationId: 'there-is-no-such-place' };
      const gone = { kind: 'gone', why: expect.any(String) };
      expect(await chat.post(nowhere, text('Hello?'))).toEqual(gone);
      expect(await chat.update(nowhere, '1', text('Hello?'))).toEqual(gone);
    });

    test('a message to be answered under that is not there is gone', async () => {
      const { chat, channel } = world();
      expect(await chat.post(channel, text('Hello?'), '99')).toEqual({ kind: 'gone', why: expect.any(String) });
    });

    test('a message that is not there any more cannot be changed, and its conversation is not gone for that', async () => {
      const { chat, channel } = world();
      expect(await chat.update(channel, '99', text('Hello?'))).toEqual({ kind: 'refused', why: expect.any(String) });
    });

    test('what is longer than the service takes is too large', async () => {
      const { chat, personal } = world();
      const before = await world().standing(personal);
      expect(await chat.post(personal, text('x'.repeat(110_000)))).toEqual({ kind: 'too-large' });
      expect(await world().standing(personal)).toEqual(before);
    });
  });
}
