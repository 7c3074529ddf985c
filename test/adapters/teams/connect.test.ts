import { expect, test, vi } from 'vitest';
import { startConnector } from '../../../dev/chat/connector.ts';
import { personalPlace } from '../../../dev/chat/places.ts';
import { givenTeams } from '../../support/chat/given-teams.ts';

let fails = 0;
vi.mock(import('../../../shared/adapters/teams/sdk.ts'), async (original) => {
  const { teamsSdk } = await original();
  return {
    teamsSdk: () => {
      fails -= 1;
      return fails >= 0 ? Promise.reject(new Error('no room to load it')) : teamsSdk();
    },
  };
});

test('a start of the chat that failed is tried again with the next message', async () => {
  const service = await startConnector();
  service.open(personalPlace('a:ada'));
  const { chat } = givenTeams();
  const to = { serviceUrl: service.url, conversationId: 'a:ada', bot: { id: '28:bot' } };
  const post = async () => (await chat.post(to, { summary: 'Hello', text: 'Hello' })).kind;
  fails = 1;
  expect([await post(), await post()]).toEqual(['later', 'posted']);
  await service.stop();
});
