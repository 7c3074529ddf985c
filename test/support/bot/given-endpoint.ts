/** The app behind POST /api/messages on this machine, with the real adapter of Teams and a simulated service on its other side. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpRequest } from '@azure/functions';
import { httpDoor } from '../../../dev/chat/app-door.ts';
import type { Said } from '../../../dev/chat/chat-state.ts';
import { startConnector } from '../../../dev/chat/connector.ts';
import { type Person, type PersonOptions, personAt } from '../../../dev/chat/person.ts';
import { channelPlace, type Place, TENANT_ID } from '../../../dev/chat/places.ts';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { systemClock } from '../../../shared/adapters/system/clock.ts';
import { systemIds } from '../../../shared/adapters/system/ids.ts';
import { systemPause } from '../../../shared/adapters/system/pause.ts';
import { connectToTeams } from '../../../shared/adapters/teams/connect.ts';
import { postChat } from '../../../shared/app/chat/post-chat.ts';
import { postNow } from '../../../shared/app/chat/refresh.ts';
import { PostChat } from '../../../shared/app/messages.ts';
import type { Refusal } from '../../../shared/domain/chat/refusal.ts';
import { handleChat } from '../../../shared/host/on-chat.ts';
import { clusterWith, type GivenApp, givenApp, OLD } from '../../app/given-app.ts';
import { givenSubscription, SUBSCRIPTION } from '../fleet.ts';
import { PEOPLE } from './given-bot.ts';

export const SHOP = channelPlace('19:shop@thread.tacv2', 'shop', { id: '19:team@thread.tacv2', name: 'Shop' });
export const ELSEWHERE = channelPlace('19:else@thread.tacv2', 'elsewhere', {
  id: '19:team2@thread.tacv2',
  name: 'Else',
});

export interface GivenEndpoint extends GivenApp {
  /** A person at a chat client. @param tenantId of another directory than the place is of */
  readonly person: (who: Pick<PersonOptions, 'name' | 'directoryId'>, tenantId?: string) => Person;
  /** The newest message of the app in a place that has a card about a topic. */
  readonly show: (topic: string, where?: Place) => Promise<Said>;
  /** Messages of the app in a place, oldest first. */
  readonly said: (where?: Place) => readonly Said[];
  readonly settle: () => Promise<void>;
  readonly refusals: () => Promise<readonly Refusal[]>;
  /** Errors that the host would log: there are none. */
  readonly failures: readonly unknown[];
  readonly stop: () => Promise<void>;
}

export async function givenEndpoint(): Promise<GivenEndpoint> {
  const connector = await startConnector();
  const failures: unknown[] = [];
  const teams = connectToTeams({
    who: { kind: 'local' },
    ids: systemIds,
    clock: systemClock,
    pause: systemPause,
    onTrouble: (trouble) => failures.push(trouble),
  });
  const app = givenApp(
    { subscriptions: [givenSubscription()], clusters: { [SUBSCRIPTION]: [clusterWith('shop-prod', OLD)] } },
    { ...teams, chatTenants: [TENANT_ID], planning: fixedPlanning(JSON.stringify({ people: PEOPLE })), ids: systemIds },
  );
  const running = async () => ({ fleet: app.fleet, config: { CHAT: 'local' } as const });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const incoming = new HttpRequest({
      method: 'POST',
      url: `http://127.0.0.1${request.url ?? '/'}`,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: { string: Buffer.concat(chunks).toString('utf8') },
    });
    const answered = await handleChat(incoming, running, (error) => failures.push(error));
    const { status = 200, headers, body, jsonBody } = answered;
    response.writeHead(status, headers as Record<string, string>);
    response.end(jsonBody === undefined ? (body as string | undefined) : JSON.stringify(jsonBody));
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      failures.push(error);
      response.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const door = httpDoor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);

  const settle = async () => {
    await app.queues.drain(
      { 'post-chat': (body) => postChat(app.parts, app.fleet, PostChat.parse(body)) },
      { concurrency: 1, onFailure: (_queue, _delivery, error) => failures.push(error) },
    );
  };
  const said = (where = SHOP) => connector.ofApp(where.id);
  return {
    ...app,
    said,
    settle,
    failures,
    person: ({ name, directoryId }, tenantId) =>
      personAt(connector, door, { name, directoryId, ...(tenantId !== undefined && { tenantId }) }),
    refusals: async () => (await app.parts.refusals.newest(100)).toReversed(),
    async show(topic, where = SHOP) {
      const { conversations } = await app.parts.conversations.list();
      const conversation = conversations.find((one) => one.conversation.ref.conversationId === where.id)?.conversation;
      if (!conversation) throw new Error(`the app was not added to ${where.id}`);
      await postNow(app.parts, conversation.id, topic);
      await settle();
      const shown = said(where).findLast(({ card }) => JSON.stringify(card ?? {}).includes(topic));
      if (!shown) throw new Error(`nothing stands in ${where.id} about ${topic}`);
      return shown;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await connector.stop();
    },
  };
}
