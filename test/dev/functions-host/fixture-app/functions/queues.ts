import { app, type InvocationContext, output } from '@azure/functions';

const answers = output.serviceBusQueue({ connection: 'Bus', queueName: 'answers' });
const pick = ({ triggerMetadata }: InvocationContext) => ({
  deliveryCount: triggerMetadata?.deliveryCount,
  messageId: triggerMetadata?.messageId,
  applicationProperties: triggerMetadata?.applicationProperties,
});

/** Answers with what it was handed; refuses a body with `fail`. */
app.serviceBusQueue('plain', {
  connection: 'Bus',
  queueName: '%FIXTURE_QUEUE%',
  return: answers,
  handler: (message, context) => {
    if ((message as { fail?: boolean }).fail)
      throw new Error(`refused delivery ${String(context.triggerMetadata?.deliveryCount)}`);
    return { message, ...pick(context) };
  },
});

const running = new Set<unknown>();

/** Answers with the order in a session, and whether a second message of the session ran beside it. */
app.serviceBusQueue('in-order', {
  connection: 'Bus',
  queueName: 'sessions',
  isSessionsEnabled: true,
  extraOutputs: [answers],
  handler: async (message, context) => {
    const session = context.triggerMetadata?.sessionId;
    const overlaps = running.has(session);
    running.add(session);
    await new Promise((resolve) => setImmediate(resolve));
    running.delete(session);
    context.extraOutputs.set(answers, { session, message, overlaps });
  },
});
