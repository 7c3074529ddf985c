import { decideDigest, dropOldDigests, hasMoved, isMonthlyDue } from '../domain/announce/decide-digest.ts';
import type { DigestRecord } from '../domain/announce/digest-record.ts';
import { isAwake } from '../domain/announce/quiet.ts';
import type { Instant } from '../domain/time.ts';
import type { Parts } from './parts.ts';
import type { ReadPorts } from './read/ports.ts';
import { retiringFleet } from './read/retiring-fleet.ts';
import { snapshots } from './read/snapshot.ts';
import { sayDecided } from './say-decided.ts';

type Needed = ReadPorts & Pick<Parts, 'digests' | 'planning' | 'sender' | 'ids'>;

/**
 * Says what of the fleet retires: each month, and when a date is another than people were told. Nothing is said before a
 * sweep has seen the fleet.
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
  if (!record) return;
  await sayDecided(parts, {
    before: stored?.record,
    etag: stored?.etag,
    record,
    send: record.toSend.map(({ id, at, digest }) => ({ kind: 'retirement-digest', id, at, ...digest })),
    save: (next, basedOn) => parts.digests.save(next, basedOn),
  });
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
