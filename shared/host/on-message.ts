import type { InvocationContext, ServiceBusQueueHandler } from '@azure/functions';
import type { z } from 'zod';
import type { Fleet } from '../app/fleet.ts';
import { InputError } from '../domain/errors.ts';
import { errorFields, forTheHost, logLine } from './log.ts';
import { contextLog, runningApp } from './running.ts';

/**
 * A queue's handler. A message that cannot be read, or whose handling fails, is given back with one
 * line about it; the queue brings it again up to its delivery limit and then keeps it as a dead letter.
 * The Functions host gives Node no way to dead-letter at once, so a message that will never do takes
 * its few deliveries; the others go on meanwhile.
 */
export function onMessage<T>(
  schema: z.ZodType<T>,
  handle: (message: T, fleet: Fleet) => Promise<unknown>,
): ServiceBusQueueHandler {
  return (message, context) => handleMessage(schema, handle, message, context, async () => (await runningApp()).fleet);
}

export async function handleMessage<T>(
  schema: z.ZodType<T>,
  handle: (message: T, fleet: Fleet) => Promise<unknown>,
  message: unknown,
  context: InvocationContext,
  fleet: () => Promise<Fleet>,
): Promise<void> {
  const log = contextLog(context);
  const fields = { function: context.functionName, ...messageIds(message, context) };
  try {
    const read = schema.safeParse(message);
    if (!read.success) throw unreadable(read.error);
    const result = await handle(read.data, await fleet());
    log.info(logLine('message handled', { ...fields, ...stepOf(result) }));
  } catch (error) {
    log.error(logLine('message not handled', { ...fields, ...errorFields(error) }));
    throw forTheHost(error);
  }
}

/** Names the first field that is wrong, and nothing of what it holds. */
function unreadable(error: z.ZodError): InputError {
  const [issue] = error.issues;
  const field = issue?.path.join('.') || 'message';
  return new InputError('MESSAGE_UNREADABLE', `the message does not have the form this version sends: ${field}`, {
    field,
    expected: issue?.message ?? 'another form',
  });
}

function messageIds(message: unknown, context: InvocationContext): Record<string, string | number> {
  const { messageId, deliveryCount } = context.triggerMetadata ?? {};
  const ids: Record<string, string | number> = {};
  if (typeof messageId === 'string') ids['messageId'] = messageId.slice(0, 200);
  if (typeof deliveryCount === 'number') ids['deliveryCount'] = deliveryCount;
  if (typeof message !== 'object' || message === null) return ids;
  const { sweepId, subscriptionId, clusterId, migrationId, conversationId, topic } = message as Record<string, unknown>;
  if (typeof sweepId === 'string') ids['sweepId'] = sweepId.slice(0, 200);
  if (typeof subscriptionId === 'string') ids['subscriptionId'] = subscriptionId.slice(0, 200);
  if (typeof clusterId === 'string') ids['clusterId'] = clusterId.slice(0, 300);
  if (typeof migrationId === 'string') ids['migrationId'] = migrationId.slice(0, 200);
  if (typeof conversationId === 'string') ids['conversationId'] = conversationId.slice(0, 200);
  if (typeof topic === 'string') ids['topic'] = topic.slice(0, 300);
  return ids;
}

/** The step that a pass left its migration in, where the handler answers with it. */
function stepOf(result: unknown): Record<string, string> {
  if (typeof result !== 'object' || result === null || !('step' in result)) return {};
  return typeof result.step === 'string' ? { step: result.step } : {};
}
