import { expect, test } from 'vitest';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import type { DeliveryAnswer } from '../../../shared/ports/announcer.ts';
import type { ConversationStore } from '../../../shared/ports/conversation-store.ts';
import { findingsChanged } from '../../support/chat/announcements.ts';
import { channel, EVERYTHING, givenChat } from '../../support/chat/given-chat.ts';
import { clusterId } from '../../support/fleet.ts';

const OPS = channel('ops');
const NEWS = findingsChanged([clusterId('shop-prod')]);

function given(answer: () => DeliveryAnswer, broken: () => boolean = () => false) {
  const delivered: string[] = [];
  const announcer = {
    async deliver({ id }: { readonly id: string }) {
      delivered.push(id);
      return answer();
    },
  };
  const chat = givenChat({}, { announcer });
  const { conversations } = chat.parts;
  const flaky: ConversationStore = {
    ...conversations,
    async list() {
      if (broken()) throw new UpstreamError('UPSTREAM_STORAGE', 'no answer');
      return conversations.list();
    },
  };
  // The queue hands the announcement to the real use case; the chat's own messages stay on theirs until they are counted.
  const deliver = async () => {
    await chat.let(OPS, EVERYTHING);
    Object.assign(chat.parts, { conversations: flaky });
    await chat.queues.send('notify', [{ id: NEWS.id, body: NEWS }]);
    await chat.queues.drain({ notify: () => chat.fleet.notify(NEWS) }, { concurrency: 1 });
  };
  return { chat, delivered, deliver };
}

test('a webhook that refuses neither repeats nor loses the chat', async () => {
  const { chat, delivered, deliver } = given(() => ({ kind: 'refused', detail: 'answered 404' }));
  await deliver();
  expect([delivered.length, chat.queues.waiting('post-chat')]).toEqual([5, 1]);
  expect((await chat.queues.peek('notify')).map(({ messageId }) => messageId)).toEqual([NEWS.id]);
});

test('a chat that cannot be asked keeps nothing from the webhook, and is asked again', async () => {
  let failures = 2;
  const { chat, delivered, deliver } = given(
    () => ({ kind: 'delivered' }),
    () => failures-- > 0,
  );
  await deliver();
  // Under the same id each time: the receiver tells that from news.
  expect(delivered).toEqual([NEWS.id, NEWS.id, NEWS.id]);
  expect([chat.queues.waiting('post-chat'), await chat.queues.peek('notify')]).toEqual([1, []]);
});
