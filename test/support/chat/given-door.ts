/** The door of the chat, with people in front of it and a record of what came through. */
import type { Activity } from '../../../dev/chat/activity.ts';
import type { AppDoor } from '../../../dev/chat/app-door.ts';
import type { Connector } from '../../../dev/chat/connector.ts';
import { type Person, type PersonOptions, personAt } from '../../../dev/chat/person.ts';
import type { TeamsSettings } from '../../../shared/adapters/teams/settings.ts';
import type { ChatEvent, ChatReply } from '../../../shared/domain/chat/event.ts';
import type { ChatRequest, ChatResponse } from '../../../shared/ports/chat.ts';
import { type GivenTeams, givenTeams } from './given-teams.ts';

export interface GivenDoor extends GivenTeams {
  /** What came through, oldest first. */
  readonly events: readonly ChatEvent[];
  /** What everybody is answered from now on. */
  answers(reply: ChatReply | ((event: ChatEvent) => Promise<ChatReply>)): void;
  knock(request: Partial<ChatRequest>): Promise<ChatResponse>;
  person(options: PersonOptions): Person;
}

/** As a chat client on this machine sends it. */
export const LOCAL_HEADERS = { host: '127.0.0.1:7071', 'content-type': 'application/json; charset=utf-8' };

export function givenDoor(service: Connector, overrides: Partial<TeamsSettings> = {}): GivenDoor {
  const teams = givenTeams(overrides);
  const events: ChatEvent[] = [];
  let answer: (event: ChatEvent) => Promise<ChatReply> = async () => ({ kind: 'nothing' });

  const knock = ({ headers = LOCAL_HEADERS, body = '' }: Partial<ChatRequest>) =>
    teams.chatDoor.receive({ headers, body }, async (event) => {
      events.push(event);
      return answer(event);
    });
  const door: AppDoor = async (activity: Activity, headers) => {
    const { status, body, problem } = await knock({
      headers: { ...LOCAL_HEADERS, ...headers },
      body: JSON.stringify(activity),
    });
    return { status, headers: {}, body: body ?? problem };
  };
  return {
    ...teams,
    events,
    answers(reply) {
      answer = typeof reply === 'function' ? reply : async () => reply;
    },
    knock,
    person: (options) => personAt(service, door, options),
  };
}
