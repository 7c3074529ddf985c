import { z } from 'zod';
import { readTopic, type Topic } from '../../../domain/chat/topic.ts';
import {
  ACTION_VERSION,
  type AnswerPressed,
  type CommandPressed,
  type PagePressed,
  PRESSED,
  type SignOffPressed,
  type Verb,
} from '../action-data.ts';

export type Read =
  | { readonly kind: 'sign-off'; readonly data: SignOffPressed }
  | { readonly kind: 'answer'; readonly data: AnswerPressed }
  | { readonly kind: 'command'; readonly data: CommandPressed }
  | { readonly kind: 'page'; readonly data: PagePressed }
  /** Of a card that this version does not make any more. */
  | { readonly kind: 'old'; readonly topic?: string; readonly nonce?: string }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'forged'; readonly why: string };

const Head = z.looseObject({ v: z.number() });
const OldHead = z.looseObject({ topic: z.string().min(1).max(500), nonce: z.string().min(1).max(200) });

/** What came back with a button, as far as it can be told from itself. Nothing of it is believed yet. */
export function readPressed(verb: string, data: unknown): Read {
  const head = Head.safeParse(data);
  if (!head.success) return { kind: 'forged', why: 'It does not say which version of the card it is of.' };
  if (!isWellFormed(data)) return { kind: 'forged', why: 'There are letters in it that are none.' };
  if (head.data.v !== ACTION_VERSION) {
    const old = OldHead.safeParse(data);
    return { kind: 'old', ...(old.success && { topic: old.data.topic, nonce: old.data.nonce }) };
  }
  if (!isVerb(verb)) return { kind: 'forged', why: 'There is no such button.' };
  const read = PRESSED[verb].safeParse(data);
  if (!read.success) {
    const fields = new Set(read.error.issues.map(({ path }) => String(path[0])));
    if (fields.size === 1 && fields.has('reason')) return { kind: 'too-long' };
    return { kind: 'forged', why: `What it carries is not what our buttons carry: ${[...fields].join(', ')}.` };
  }
  const topic = readTopic(read.data.topic);
  if (!topic || !belongs(verb, read.data, topic)) {
    return { kind: 'forged', why: 'It is about something else than the card that it says it is of.' };
  }
  return { kind: verb, data: read.data } as Read;
}

function isVerb(verb: string): verb is Verb {
  return Object.hasOwn(PRESSED, verb);
}

/** Whether a button of this kind stands on a card about that. */
function belongs(verb: Verb, data: object, topic: Topic): boolean {
  const { planHash, migrationId, recommendationId } = data as Partial<SignOffPressed & AnswerPressed>;
  switch (verb) {
    case 'sign-off':
      return topic.kind === 'plan' && topic.planHash === planHash;
    case 'answer':
      return (
        topic.kind === 'recommendation' &&
        topic.migrationId === migrationId &&
        topic.recommendationId === recommendationId
      );
    case 'command':
      return (topic.kind === 'migration' || topic.kind === 'recommendation') && topic.migrationId === migrationId;
    case 'page':
      return true;
  }
}

/** Text with half a letter in it cannot be looked for anywhere. */
function isWellFormed(data: unknown): boolean {
  if (typeof data === 'string') return data.isWellFormed();
  if (typeof data !== 'object' || data === null) return true;
  return Object.entries(data).every(([key, value]) => key.isWellFormed() && isWellFormed(value));
}
