import { z } from 'zod';
import { COMMAND_KINDS } from '../../domain/migration/command.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { ORDER_KINDS } from '../../domain/migration/orders.ts';
import { ROUTES, STEP_NAMES } from '../../domain/migration/step-table.ts';
import type { StoredMigration, UnreadableMigration } from '../../ports/migration-store.ts';

/** The form that this version writes and reads. */
const FORMAT = 1;

const instant = z.number().int();
const text = z.string().min(1);

const EntrySchema = z.looseObject({ migrationId: text, seq: z.number().int().min(1), previous: text, hash: text });

const WordSchema = z.looseObject({ by: z.looseObject({ id: text, name: text }), at: instant, reason: z.string() });

/** Who has ordered what decides what is done: one that cannot be read is not guessed at. */
const OrderSchema = z.looseObject({
  id: text,
  kind: z.enum(ORDER_KINDS),
  pod: z.looseObject({ namespace: text, name: text }).optional(),
  first: WordSchema,
  until: instant,
  second: WordSchema.optional(),
});

/** What every pass rests on; more may stand beside it, and stays. */
const RecordSchema = z.looseObject({
  format: z.literal(FORMAT),
  id: text,
  plan: z.looseObject({ id: text, hash: text }),
  clusterId: text,
  clusterName: z.string(),
  subscriptionId: text,
  region: z.string(),
  environment: z.string(),
  work: z.looseObject({ kind: z.enum(['control-plane', 'pool']) }),
  order: z.number().int().min(0),
  wave: z.number().int(),
  route: z.enum(['pool-replacement', 'in-place', 'control-plane']),
  running: z.looseObject({ graceSeconds: z.number(), holdHours: z.number() }),
  caps: z.looseObject({ maxNodesOut: z.number() }),
  dryRun: z.boolean(),
  createdAt: instant,
  status: z.enum(['waiting', 'running', 'paused', 'completed', 'rolled-back', 'aborted']),
  direction: z.enum(['forward', 'back', 'aside']),
  step: z.enum(STEP_NAMES),
  stepSince: instant,
  commands: z.array(z.looseObject({ id: text, kind: z.enum(COMMAND_KINDS), at: instant })),
  orders: z.array(OrderSchema).optional(),
  intent: z.looseObject({ write: z.looseObject({ kind: text }), at: instant }).optional(),
  remembered: z.looseObject({}),
  drain: z.looseObject({ done: z.array(z.string()), stuck: z.array(z.looseObject({})), evicted: z.number() }),
  imagined: z.array(z.looseObject({ kind: text })),
  tries: z.number().int().min(0),
  evidence: z.looseObject({
    head: z.looseObject({ seq: z.number().int().min(0), hash: text }),
    pending: z.array(EntrySchema),
  }),
  nextPassAt: instant,
  passes: z.number().int().min(0),
  endedAt: instant.optional(),
});

/**
 * What a store found under `id`, as far as this version can be sure of it. A record of another form, or of a step that
 * is not on its route, is not guessed at: it is left to people.
 */
export function readMigration(id: string, record: unknown, etag: string): StoredMigration | UnreadableMigration {
  const format = (record as { format?: unknown } | null)?.format;
  if (format !== FORMAT) {
    const other = typeof format === 'number' ? `has the form ${format}` : 'does not say its form';
    return unreadable(id, `The record ${other}; this version reads the form ${FORMAT}.`);
  }
  const read = RecordSchema.safeParse(record);
  if (!read.success) {
    const [issue] = read.error.issues;
    return unreadable(id, `The record is not as this version writes it: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const migration = read.data as unknown as Migration;
  if (migration.id !== id) return unreadable(id, 'The record belongs to another migration.');
  const { route, direction, step } = migration;
  if (!ROUTES[route][direction].includes(step)) {
    return unreadable(id, `The record is in the step ${step}, which is not on its way (${route}, ${direction}).`);
  }
  return { kind: 'migration', migration, etag };
}

export function unreadable(id: string, why: string): UnreadableMigration {
  return { kind: 'unreadable', id, why };
}
