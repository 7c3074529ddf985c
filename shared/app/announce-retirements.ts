import { decideDigest, dropOldDigests, hasMoved, isMonthlyDue } from '../domain/announce/decide-digest.ts';
import type { DigestRecord } from '../domain/announce/digest-record.ts';
import { isAwake } from '../domain/announce/quiet.ts';
import type { Instant } from '../domain/time.ts';
import type { StoredDigest } from '../ports/digest-store.ts';
import type { Notify } from './messages.ts';
import type { Parts } from './parts.ts';
import type { ReadPorts } from './read/ports.ts';
import { retiringFleet } from './read/retiring-fleet.ts';
import { snapshots } from './read/snapshot.ts';

type Needed = ReadPorts & Pick<Parts, 'digests' | 'planning' | 'sender' | 'ids'>;

/**
 * Says what of the fleet retires: each month, and when a date is another than people were told. What is decided is saved
 * before it is sent and taken off after it. Nothing is said before a sweep has seen the fleet.
 *
 * @throws UpstreamError when a store or the queue does not answer: the next call goes on
 */
export async function announceRetirements(parts: Needed): Promise<void> {
  const now = parts.clock.now();
  const [stored, { settings }] = await Promise.all([parts.digests.find(), parts.planning.load()]);
  const { quiet, timeZone } = settings.announcements;
  if (!isAwake(now, quiet, timeZone)) return;
  const kept = stored && dropOldDigests(stored.record, now, timeZone);
  const record = await decided(parts, kept, now, timeZone);
  if (record) await saveAndSend(parts, stored, record);
}

/** The fleet is looked at only when there may be something to say. */
async function decided(
  parts: Needed,
  record: DigestRecord | undefined,
  now: Instant,
  timeZone: string,
): Promise<DigestRecord | undefined> {
  const { calendar } = await parts.policy.load();
  if (!isMonthlyDue(record, now, timeZone) && !hasMoved(record, calendar.entries)) return record;
  const snapshot = await snapshots(parts)();
  // A sweep on its way may be about to see more.
  if (snapshot?.coverage.finishedAt === undefined) return record;
  const idOf = (text: string) => parts.ids.of('retirement-digest', text);
  return decideDigest(record, { now, timeZone, fleet: retiringFleet(snapshot), idOf });
}

async function saveAndSend(parts: Needed, before: StoredDigest | undefined, record: DigestRecord): Promise<void> {
  let etag = before?.etag;
  if (record !== before?.record) {
    const saved = await parts.digests.save(record, etag);
    if (saved.kind === 'conflict') return;
    etag = saved.etag;
  }
  if (record.toSend.length === 0) return;
  await parts.sender.send(
    'notify',
    record.toSend.map(({ id, at, digest }) => ({
      id,
      body: { kind: 'retirement-digest', id, at, ...digest } satisfies Notify,
    })),
  );
  await parts.digests.save({ ...record, toSend: [] }, etag);
}
