import type { TokenCredential } from '@azure/identity';
import type { Clock, IdMaker, Pause } from '../../ports/clock.ts';

export interface TeamsSettings {
  readonly who: Who;
  readonly ids: IdMaker;
  /** Real time: tokens and `Retry-After` are dated by it. */
  readonly clock: Clock;
  readonly pause: Pause;
  /** Told what the caller is not told: an answer to a person that was not delivered. Gets no text of anybody. */
  readonly onTrouble: (trouble: ChatTrouble) => void;
  /** How long one call may take: to the service, for its keys, or for our token. */
  readonly timeoutMs?: number;
}

export interface ChatTrouble {
  readonly event: string;
  readonly because: string;
}

export type Who =
  /** The Azure Bot, by a managed identity of its own. Whoever comes shows a token of the Bot Framework. */
  | {
      readonly kind: 'teams';
      /** In lower case, as tokens have it. */
      readonly appId: string;
      readonly tenantId: string;
      readonly credential: TokenCredential;
      /** Where the keys are published that the Bot Framework signs with; its own place when not given. */
      readonly keysUrl?: string;
    }
  /** A chat client on this machine, without tokens. */
  | { readonly kind: 'local' };

export const TIMEOUT_MS = 10_000;

/** Who signs the service's tokens, and for whom ours is. */
export const BOT_FRAMEWORK = 'https://api.botframework.com';
