/** What the buttons of our cards bring back. Nothing in it is believed: each part is checked against what is stored. */
import { z } from 'zod';
import { CHOICES } from '../../domain/alert/alert.ts';
import { COMMAND_KINDS } from '../../domain/migration/command.ts';
import { ROLES } from '../../domain/sign-off/sign-off.ts';

/** Counts up when a button comes to mean something else: one of an older version is answered with a fresh card. */
export const ACTION_VERSION = 1;

const id = z.string().min(1).max(200);
const head = { v: z.literal(ACTION_VERSION), topic: z.string().min(1).max(500), nonce: id };
/** From the input `reason` of the same card. */
const reason = z.string().trim().max(1000).optional();

export const SignOffPressed = z.object({
  ...head,
  planHash: id,
  role: z.enum(ROLES),
  kind: z.enum(['approve', 'abstain', 'refuse', 'withdraw']),
  reason,
});
export type SignOffPressed = z.infer<typeof SignOffPressed>;

export const AnswerPressed = z.object({
  ...head,
  migrationId: id,
  recommendationId: id,
  /** Of the recommendation that the person looked at. */
  version: z.number().int().min(0),
  choice: z.enum(CHOICES),
  reason,
});
export type AnswerPressed = z.infer<typeof AnswerPressed>;

export const CommandPressed = z.object({ ...head, migrationId: id, kind: z.enum(COMMAND_KINDS), reason });
export type CommandPressed = z.infer<typeof CommandPressed>;

/** Shows another page of the same card, to whoever pressed it. */
export const PagePressed = z.object({ ...head, page: z.number().int().min(0).max(10_000) });
export type PagePressed = z.infer<typeof PagePressed>;

/** Schemas by the verb of the button. */
export const PRESSED = {
  'sign-off': SignOffPressed,
  answer: AnswerPressed,
  command: CommandPressed,
  page: PagePressed,
} as const;
export type Verb = keyof typeof PRESSED;
