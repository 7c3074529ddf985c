import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { durationMs } from './duration.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const duration = (shortestMs: number, longestMs: number, limits: string) =>
  z.string().refine(
    (text) => {
      const ms = durationMs(text);
      return ms !== undefined && ms >= shortestMs && ms <= longestMs;
    },
    { error: `must be an ISO 8601 duration such as PT1M, ${limits}` },
  );

/**
 * One queue as `infra/queues.json` defines it and as it is deployed.
 * @see https://learn.microsoft.com/azure/templates/microsoft.servicebus/namespaces/queues (names and limits)
 */
const QueueDefinition = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9](?:[\w./-]{0,258}[A-Za-z0-9])?$/, 'must be a Service Bus queue name'),
  requiresSession: z.boolean().default(false),
  lockDuration: duration(1000, 5 * 60_000, 'at most 5 minutes').default('PT1M'),
  maxDeliveryCount: z.int().min(1).max(2000).default(10),
  requiresDuplicateDetection: z.boolean().default(false),
  duplicateDetectionHistoryTimeWindow: duration(20_000, 7 * DAY_MS, '20 seconds to 7 days').default('PT10M'),
  defaultMessageTimeToLive: duration(1000, 10_675_199 * DAY_MS, 'at least 1 second').default('P14D'),
  deadLetteringOnMessageExpiration: z.boolean().default(false),
});

/** What is left out has the default of Service Bus (Standard tier). */
export type QueueDefinition = z.input<typeof QueueDefinition>;

const QueueDefinitions = z
  .array(QueueDefinition)
  .refine((queues) => new Set(queues.map((queue) => queue.name.toLowerCase())).size === queues.length, {
    error: 'two queues have the same name (upper and lower case are the same)',
  });

/** A queue's definition with its durations in milliseconds. */
export interface QueueSettings {
  readonly name: string;
  readonly requiresSession: boolean;
  readonly lockMs: number;
  /** `Infinity` for a dead-letter queue. */
  readonly maxDeliveryCount: number;
  /** 0: duplicates are let through. */
  readonly duplicateWindowMs: number;
  readonly timeToLiveMs: number;
  readonly deadLetterExpired: boolean;
}

/**
 * Reads a file of queue definitions.
 * @throws Error that names the file, and the place in it, when it cannot be read or used.
 */
export async function loadQueueDefinitions(file: string): Promise<QueueDefinition[]> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new Error(`Queue definitions ${file} cannot be read: ${cause.message}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`Queue definitions ${file} are not JSON: ${(cause as Error).message}`, { cause });
  }
  const found = QueueDefinitions.safeParse(json);
  if (!found.success) throw new Error(`Queue definitions ${file} cannot be used:\n${z.prettifyError(found.error)}`);
  return found.data;
}

/** @throws Error that names each wrong field. */
export function queueSettings(definitions: readonly QueueDefinition[]): QueueSettings[] {
  const found = QueueDefinitions.safeParse(definitions);
  if (!found.success) throw new Error(`Queue definitions cannot be used:\n${z.prettifyError(found.error)}`);
  return found.data.map((queue) => ({
    name: queue.name,
    requiresSession: queue.requiresSession,
    lockMs: durationMs(queue.lockDuration) ?? 0,
    maxDeliveryCount: queue.maxDeliveryCount,
    duplicateWindowMs: queue.requiresDuplicateDetection
      ? (durationMs(queue.duplicateDetectionHistoryTimeWindow) ?? 0)
      : 0,
    timeToLiveMs: durationMs(queue.defaultMessageTimeToLive) ?? 0,
    deadLetterExpired: queue.deadLetteringOnMessageExpiration,
  }));
}
