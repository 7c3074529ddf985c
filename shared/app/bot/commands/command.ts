import type { Conversation } from '../../../domain/chat/conversation.ts';
import type { ChatEvent } from '../../../domain/chat/event.ts';
import type { Mention } from '../../../domain/chat/message.ts';
import type { Person } from '../../../domain/sign-off/sign-off.ts';
import type { Fleet } from '../../fleet.ts';
import type { Parts } from '../../parts.ts';
import type { Answer } from '../answer.ts';
import type { Held, Who } from '../who-may.ts';

/** What can be said to us. */
export interface ChatCommand {
  readonly name: string;
  readonly aliases: readonly string[];
  /** How it is said; what stands in capitals is to be filled in. */
  readonly usage: string;
  readonly example: string;
  /** One line. */
  readonly help: string;
  readonly who: Who;
  run(context: CommandContext, args: Args): Promise<Answer>;
}

export interface CommandContext {
  readonly parts: Parts;
  readonly fleet: Fleet;
  readonly event: ChatEvent;
  /** Where it was said, as it is known to us. */
  readonly conversation: Conversation;
  /** Who said it. */
  readonly by: Person;
  /** What they may speak as, where that is asked for. */
  readonly held: Held;
  readonly command: ChatCommand;
  /** All that can be said. */
  readonly commands: readonly ChatCommand[];
}

export interface Args {
  /** What follows the command, without its reason. */
  readonly words: readonly string[];
  readonly because?: string;
  readonly mentions: readonly Mention[];
}
