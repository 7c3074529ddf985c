import type { ChatEvent, ChatPerson } from '../../domain/chat/event.ts';
import type { Person } from '../../domain/sign-off/sign-off.ts';
import type { Parts } from '../parts.ts';
import { cleaned, cut } from './cards/safe.ts';
import type { Refused } from './refuse.ts';

export type Gate =
  | { readonly kind: 'open'; readonly by: Person }
  /** Nobody knows who they are: they may ask for help. */
  | { readonly kind: 'nameless' }
  | { readonly kind: 'shut'; readonly refused: Omit<Refused, 'what'> };

export const WHO_ARE_YOU =
  'The chat did not tell your directory id, so it is not known who you are: sign in with an account of this organisation.';

/** Whether somebody may be answered, and as whom. A directory that is not on the list is told nothing, not even facts. */
export function gateOf({ directoryId, tenantId, name }: ChatPerson, { chatTenants }: Pick<Parts, 'chatTenants'>): Gate {
  if (tenantId !== undefined && !isOurs(tenantId, chatTenants)) return foreign('Your account');
  if (directoryId === undefined) return { kind: 'nameless' };
  if (tenantId === undefined) return foreign('The directory of your account was not told, and none');
  const id = directoryId.toLowerCase();
  // What a person calls themselves goes into records that others read.
  return { kind: 'open', by: { id, name: cut(cleaned(name), LONGEST_NAME) || id, tenantId: tenantId.toLowerCase() } };
}

const LONGEST_NAME = 200;

/** Whether a place that adds us is one where we speak. */
export function placeGate({ conversation, from }: ChatEvent, { chatTenants }: Pick<Parts, 'chatTenants'>): Gate {
  const tenantId = conversation.ref.tenantId ?? from.tenantId;
  return tenantId !== undefined && isOurs(tenantId, chatTenants) ? { kind: 'nameless' } : foreign('This place');
}

function isOurs(tenantId: string, tenants: readonly string[]): boolean {
  return tenants.includes(tenantId.toLowerCase());
}

function foreign(what: string): Gate {
  return {
    kind: 'shut',
    refused: {
      kind: 'wrong-tenant',
      why: `${what} is of a directory that may decide nothing here. Whoever runs this app can add it to CHAT_TENANTS.`,
    },
  };
}
