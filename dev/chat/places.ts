/** A place of the simulated chat, where people and the app can speak. */
export interface Place {
  /** The service's id; of a channel, without the thread. */
  readonly id: string;
  readonly kind: 'personal' | 'group' | 'channel';
  readonly name?: string;
  readonly team?: { readonly id: string; readonly name: string };
  readonly tenantId: string;
}

/** Who is in a place, as the members endpoints tell it. */
export interface Member {
  /** The service's id of the account, as in `29:...`. */
  readonly id: string;
  readonly name: string;
  /** Absent for who is in no directory. */
  readonly aadObjectId?: string;
  readonly tenantId?: string;
}

export const TENANT_ID = '11111111-1111-4111-8111-111111111111';

/** Who the app is in the simulated chat. */
export const BOT = { id: '28:22222222-2222-4222-8222-222222222222', name: 'Image Steward' } as const;

export function personalPlace(id: string, tenantId: string = TENANT_ID): Place {
  return { id, kind: 'personal', tenantId };
}

export function groupPlace(id: string, name: string, tenantId: string = TENANT_ID): Place {
  return { id, kind: 'group', name, tenantId };
}

export function channelPlace(
  id: string,
  name: string,
  team: { readonly id: string; readonly name: string },
  tenantId: string = TENANT_ID,
): Place {
  return { id, kind: 'channel', name, team, tenantId };
}
