import type { TurnContext } from 'botbuilder';
import type { ChatReply } from '../../domain/chat/event.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { PostAnswer } from '../../ports/chat.ts';
import { activityOf, CARD_TYPE, cardOf } from './activity-of.ts';
import { answerOf } from './post-answer.ts';
import { type TeamsSettings, TIMEOUT_MS } from './settings.ts';

const TOAST = 'application/vnd.microsoft.activity.message';

/** Waits before another try of an answer that certainly does not stand; who asked is looking at the screen. */
const WAITS_MS: readonly number[] = [500, 2_000];
const LONGEST_WAIT_MS = 5_000;

/**
 * Answers the person who acted. A button of Action.Execute is answered in the same breath; everything else is a message
 * of its own, of which only a log line tells when it cannot be delivered: what was done is done.
 */
export async function reply(settings: TeamsSettings, context: TurnContext, answer: ChatReply): Promise<void> {
  const isExecute = context.activity.type === 'invoke';
  switch (answer.kind) {
    case 'nothing':
      return isExecute ? invokeResponse(context, TOAST, 'Done.') : undefined;
    case 'toast':
      if (isExecute) return invokeResponse(context, TOAST, answer.text);
      return say(settings, context, { summary: answer.text, text: answer.text });
    case 'say':
      await say(settings, context, answer.message);
      return isExecute ? invokeResponse(context, TOAST, answer.message.summary) : undefined;
    case 'replace-card':
      return isExecute ? replaceCard(context, answer.message) : replaceMessage(settings, context, answer.message);
  }
}

function replaceCard(context: TurnContext, { card, text, mentions }: ChatMessage): Promise<void> {
  return card ? invokeResponse(context, CARD_TYPE, cardOf(card, mentions)) : invokeResponse(context, TOAST, text);
}

async function invokeResponse(context: TurnContext, type: string, value: unknown): Promise<void> {
  await context.sendActivity({
    type: 'invokeResponse',
    value: { status: 200, body: { statusCode: 200, type, value } },
  });
}

function say(settings: TeamsSettings, context: TurnContext, message: ChatMessage): Promise<void> {
  return deliver(settings, 'post', () => context.sendActivity(activityOf(message)));
}

/** With Action.Submit there is nothing to answer in: the message that has the button is changed, for everybody. */
function replaceMessage(settings: TeamsSettings, context: TurnContext, message: ChatMessage): Promise<void> {
  const { replyToId: id } = context.activity;
  if (id === undefined) return say(settings, context, message);
  return deliver(settings, 'update', () => context.updateActivity({ ...activityOf(message), id }));
}

async function deliver(settings: TeamsSettings, act: 'post' | 'update', send: () => Promise<unknown>): Promise<void> {
  const { clock, pause, onTrouble, timeoutMs = TIMEOUT_MS } = settings;
  for (let tries = 0; ; tries += 1) {
    const answer = await send().then(
      () => undefined,
      (error: unknown) => answerOf(error, { act, sent: true, now: clock.now(), timeoutMs }),
    );
    if (answer === undefined) return;
    const wait = answer.kind === 'later' && answer.stands === 'no' ? WAITS_MS[tries] : undefined;
    if (wait === undefined) return onTrouble({ event: 'chat answer not delivered', because: becauseOf(answer) });
    await pause(Math.min((answer.kind === 'later' && answer.afterMs) || wait, LONGEST_WAIT_MS));
  }
}

function becauseOf(answer: PostAnswer): string {
  return 'why' in answer ? answer.why : answer.kind;
}
