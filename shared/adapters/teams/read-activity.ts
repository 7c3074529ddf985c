import { z } from 'zod';

/** A service may send `null` for what it leaves out. */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const id = z.string().min(1).max(1000);
const name = maybe(z.string().max(10_000));

const Account = z.object({ id, name, aadObjectId: maybe(z.string().max(200)) });
const Named = z.object({ id, name });

/** Of an activity, what is read; nothing else reaches the SDK. */
export const IncomingActivity = z.object({
  type: z.string().min(1).max(100),
  id: maybe(id),
  channelId: z.literal('msteams'),
  serviceUrl: z.url().max(2000),
  from: Account,
  recipient: Named,
  conversation: z.object({
    id,
    name,
    conversationType: maybe(z.string().max(100)),
    isGroup: maybe(z.boolean()),
    tenantId: maybe(z.string().max(200)),
  }),
  channelData: maybe(
    z.object({
      tenant: maybe(z.object({ id: maybe(z.string().max(200)) })),
      team: maybe(Named),
      channel: maybe(Named),
      eventType: maybe(z.string().max(100)),
    }),
  ),
  name,
  text: maybe(z.string()),
  value: z.unknown().optional(),
  replyToId: maybe(id),
  action: maybe(z.string().max(100)),
  membersAdded: maybe(z.array(z.object({ id }))),
  membersRemoved: maybe(z.array(z.object({ id }))),
  entities: maybe(
    z.array(
      z
        .object({ type: z.string().max(200), text: maybe(z.string()), mentioned: maybe(Account) })
        .transform(mentionOnly),
    ),
  ),
});
export type IncomingActivity = z.infer<typeof IncomingActivity>;

export interface MentionEntity {
  readonly type: string;
  readonly text?: string;
  readonly mentioned?: z.infer<typeof Account>;
}

/** The SDK trusts a mention to have its text and whom it means; one that has not is none. */
function mentionOnly(entity: MentionEntity): MentionEntity {
  const { type, text, mentioned } = entity;
  if (type.toLowerCase() !== 'mention') return { type };
  return text && mentioned ? { type: 'mention', text, mentioned } : { type: 'no-mention' };
}

/** `undefined`: it is no activity that this app could take. */
export function readActivity(body: string): IncomingActivity | undefined {
  const activity = IncomingActivity.safeParse(parsed(body)).data;
  // The SDK takes for granted that where somebody is mentioned there is a text.
  return activity?.text === undefined && activity?.entities ? { ...activity, entities: undefined } : activity;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
