import type { Notify } from './messages.ts';
import type { Parts } from './parts.ts';

/** The next state of a record of what was said, with what is to be said now. */
export interface Decided<R extends { readonly toSend: readonly unknown[] }> {
  readonly before: R | undefined;
  /** Of the record before. */
  readonly etag: string | undefined;
  readonly record: R;
  /** All that waits in `toSend`, or nothing yet. */
  readonly send: readonly Notify[];
  readonly save: (record: R, basedOn: string | undefined) => Promise<Saved>;
}

type Saved = { readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' };

/**
 * What is decided is saved before it is sent and taken off after it: a crash in between sends it again under the same id.
 * Who is overtaken by another process leaves the rest to it.
 */
export async function sayDecided<R extends { readonly toSend: readonly unknown[] }>(
  { sender }: Pick<Parts, 'sender'>,
  { before, etag, record, send, save }: Decided<R>,
): Promise<void> {
  let basedOn = etag;
  if (record !== before) {
    const saved = await save(record, basedOn);
    if (saved.kind === 'conflict') return;
    basedOn = saved.etag;
  }
  if (send.length === 0) return;
  await sender.send(
    'notify',
    send.map((body) => ({ id: body.id, body })),
  );
  await save({ ...record, toSend: [] }, basedOn);
}
