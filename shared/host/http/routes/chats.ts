import { z } from 'zod';
import { ChatsView, ConversationView, HearsRequest } from '../../../app/chat/chat-views.ts';
import { idOf } from '../id-of.ts';
import { problem } from '../problem.ts';
import { parseBody } from '../query.ts';
import { json, type Route } from '../route.ts';
import { writerOf } from '../writer.ts';

export const listChats: Route = {
  name: 'api-chats',
  method: 'GET',
  path: 'api/chats',
  summary: 'Conversations in the chat: what each hears, which are gone, and what went wrong lately',
  answers: { 200: { description: 'The conversations', schema: ChatsView } },
  handle: async ({ fleet }) => json(200, await fleet.chats()),
};

export const routeChat: Route = {
  name: 'api-chat-hears',
  method: 'POST',
  path: 'api/chats/{id}/hears',
  summary: 'Says which clusters a conversation hears about: everything, nothing, or those with one of these tags',
  params: z.object({ id: z.string() }),
  body: HearsRequest,
  answers: {
    200: { description: 'The conversation as it is now', schema: ConversationView },
    403: { description: 'The sign-in names no person' },
    404: { description: 'There is no such conversation' },
  },
  async handle({ fleet, params, asker, text }) {
    const { person, ...hears } = parseBody(HearsRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    const id = idOf(params);
    const view = id === '' ? undefined : await fleet.routeChat(id, hears, writer.person);
    if (view) return json(200, view);
    return problem(
      404,
      'CHAT_NOT_FOUND',
      `There is no conversation ${(params['id'] ?? '').slice(0, 200)}. They are listed at /api/chats.`,
    );
  },
};
