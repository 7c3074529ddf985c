import type { Application } from '@microsoft/teams-ai';
import type { TurnContext } from 'botbuilder';
import type { ChatEvent } from '../../domain/chat/event.ts';
import type { BotAdapter } from './bot-adapter.ts';
import type { IncomingActivity } from './read-activity.ts';
import { saidOf } from './said-of.ts';
import type { TeamsSdk } from './sdk.ts';

/** One activity on its way through the SDK's routes. */
export interface Turn {
  readonly activity: IncomingActivity;
  happened(context: TurnContext, what: ChatEvent['what']): Promise<void>;
}

const TURN = Symbol('turn');

/** Any verb: which there are is not for the adapter to know. */
const ANY = /^/;

/** The SDK's application: it takes our mention off a text, and says which of its routes an activity is for. */
export function routes(sdk: TeamsSdk, { adapter }: BotAdapter): Application {
  const app = new sdk.teams.Application({ adapter, startTypingTimer: false, removeRecipientMention: true });

  app.adaptiveCards.actionExecute(ANY, async (context, _state, data: unknown) => {
    const { verb = '' } = (context.activity.value as { action: { verb?: string } }).action;
    await happened(context, pressed(context, verb, data));
    return '';
  });
  app.adaptiveCards.actionSubmit(ANY, async (context, _state, value: Record<string, unknown>) => {
    const { verb, ...data } = value;
    await happened(context, pressed(context, String(verb), data));
  });
  app.activity('message', async (context) => {
    if (context.activity.value !== undefined && !context.activity.text) return;
    const { text, mentions } = await saidOf(sdk, context, turnOf(context).activity);
    await happened(context, { kind: 'said', text, mentions });
  });
  app.conversationUpdate('membersAdded', (context) =>
    isOfUs(context, context.activity.membersAdded) ? happened(context, { kind: 'added' }) : nothing(),
  );
  app.conversationUpdate('membersRemoved', (context) =>
    isOfUs(context, context.activity.membersRemoved) ? happened(context, { kind: 'removed' }) : nothing(),
  );
  for (const gone of ['channelDeleted', 'teamDeleted', 'teamHardDeleted'] as const) {
    app.conversationUpdate(gone, (context) => happened(context, { kind: 'removed' }));
  }
  app.activity('installationUpdate', (context) => {
    const { action } = turnOf(context).activity;
    // An upgrade takes the old one out and puts the new one in; we stay.
    if (action === 'remove') return happened(context, { kind: 'removed' });
    return action === 'add' || action === 'add-upgrade' ? happened(context, { kind: 'added' }) : nothing();
  });
  return app;
}

/** Hands an activity to the routes. */
export async function runRoutes(app: Application, context: TurnContext, turn: Turn): Promise<void> {
  context.turnState.set(TURN, turn);
  await app.run(context);
}

function turnOf(context: TurnContext): Turn {
  return context.turnState.get<Turn>(TURN);
}

function happened(context: TurnContext, what: ChatEvent['what']): Promise<void> {
  return turnOf(context).happened(context, what);
}

function pressed(context: TurnContext, verb: string, data: unknown): ChatEvent['what'] {
  const { replyToId } = turnOf(context).activity;
  return { kind: 'pressed', verb, data, ...(replyToId !== undefined && { activityId: replyToId }) };
}

function isOfUs(context: TurnContext, members: readonly { readonly id: string }[] | undefined): boolean {
  return members?.some(({ id }) => id === context.activity.recipient.id) ?? false;
}

async function nothing(): Promise<void> {}
