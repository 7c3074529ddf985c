/** The chat over Microsoft's SDK, towards a service on this machine. */
import { systemIds } from '../../../shared/adapters/system/ids.ts';
import { connectToTeams } from '../../../shared/adapters/teams/connect.ts';
import type { ChatTrouble, TeamsSettings } from '../../../shared/adapters/teams/settings.ts';
import type { Chat, ChatDoor } from '../../../shared/ports/chat.ts';

export interface GivenTeams {
  readonly chat: Chat;
  readonly chatDoor: ChatDoor;
  readonly troubles: readonly ChatTrouble[];
  /** How long it wanted to wait, each time; it never does. */
  readonly waits: readonly number[];
}

export function givenTeams(overrides: Partial<TeamsSettings> = {}): GivenTeams {
  const troubles: ChatTrouble[] = [];
  const waits: number[] = [];
  const teams = connectToTeams({
    who: { kind: 'local' },
    ids: systemIds,
    clock: { now: () => Date.now() },
    pause: async (ms) => void waits.push(ms),
    onTrouble: (trouble) => void troubles.push(trouble),
    ...overrides,
  });
  return { ...teams, troubles, waits };
}
