import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { WireData } from './core-api.ts';
import type { TriggerInput } from './invoke.ts';

/**
 * A message in the wire form of the Service Bus trigger. The library turns names to camel case at every
 * depth and parses whatever is JSON: an application property `WaveId` arrives as `waveId`, a
 * message id `123` as a number. That is the platform's way, so it is not smoothed over here.
 */
export function messageInput(message: ServiceBusReceivedMessage): TriggerInput {
  const metadata: Record<string, WireData> = {
    MessageId: { string: String(message.messageId ?? '') },
    // The SDK counts the deliveries before this one, the platform counts this one too.
    DeliveryCount: { int: (message.deliveryCount ?? 0) + 1 },
    SequenceNumber: { int: message.sequenceNumber?.toNumber() ?? 0 },
    ApplicationProperties: { json: JSON.stringify(message.applicationProperties ?? {}) },
    UserProperties: { json: JSON.stringify(message.applicationProperties ?? {}) },
  };
  const texts: Record<string, string | undefined> = {
    SessionId: message.sessionId,
    LockToken: message.lockToken,
    ContentType: message.contentType,
    CorrelationId: message.correlationId === undefined ? undefined : String(message.correlationId),
    Subject: message.subject,
    Label: message.subject,
    To: message.to,
    ReplyTo: message.replyTo,
    ReplyToSessionId: message.replyToSessionId,
    PartitionKey: message.partitionKey,
    DeadLetterSource: message.deadLetterSource,
  };
  for (const [name, text] of Object.entries(texts)) if (text !== undefined) metadata[name] = { string: text };
  const times = {
    EnqueuedTimeUtc: message.enqueuedTimeUtc,
    ExpiresAtUtc: message.expiresAtUtc,
    LockedUntilUtc: message.lockedUntilUtc,
  };
  for (const [name, time] of Object.entries(times)) {
    if (time) metadata[name] = { string: JSON.stringify(time.toISOString()) };
  }
  return { data: bodyData(message.body), metadata };
}

/** The body as it was on the wire: the SDK sends everything but bytes as JSON, and parses it again. */
function bodyData(body: unknown): WireData {
  if (!(body instanceof Uint8Array)) return { string: JSON.stringify(body ?? null) };
  try {
    return { string: new TextDecoder('utf-8', { fatal: true }).decode(body) };
  } catch {
    return { bytes: body };
  }
}
