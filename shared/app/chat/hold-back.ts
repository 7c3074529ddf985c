import { isDone } from '../../domain/announce/news-due.ts';
import { isAwake, nextWaking } from '../../domain/announce/quiet.ts';
import { clusterOf, type WhenToSay, whenToSay } from '../../domain/announce/when-to-say.ts';
import type { Announcement } from '../../domain/announcement.ts';
import { readTopic } from '../../domain/chat/topic.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import { firstRegion } from '../../domain/sign-off/ask-dates.ts';
import type { PlanningInForce } from '../../ports/planning-source.ts';
import type { StoredPost } from '../../ports/post-store.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';
import { givenUp, type Job, save, saysOf } from './post-record.ts';
import { raisePostTrouble } from './troubles.ts';
import { morningMessage } from './try-again.ts';

/**
 * The last look before something new stands in a conversation. It was decided by day and before its event; a queue that stood
 * still, or a service that put it off, can have taken it past both. What people sleep through waits for their morning, and what
 * is over is dropped: a finding about ourselves notes it. Questions that need somebody at once, and what a person asked for, are
 * never held.
 *
 * @returns whether it is not to be posted now
 */
export async function holdBack(parts: Parts, job: Job, held: StoredPost | undefined): Promise<boolean> {
  const { message, conversation } = job;
  const when = await whenOf(parts, message);
  if (when.kind === 'now') return false;
  if (when.kind === 'wait') {
    await parts.sender.send('post-chat', [morningMessage(parts.ids, message, when.until, parts.clock.now())]);
    return true;
  }
  await raisePostTrouble(parts, conversation, { topic: message.topic, says: saysOf(job) }, 'CHAT_TOO_LATE', when.why);
  if (held) await save(parts, held, givenUp(held.post));
  return true;
}

async function whenOf(parts: Parts, { topic, news, afresh }: PostChat): Promise<WhenToSay> {
  const about = readTopic(topic);
  if (about?.kind === 'recommendation' || (afresh !== undefined && !news)) return { kind: 'now' };
  const { settings, regions }: PlanningInForce = await parts.planning.load();
  const { quiet, timeZone: fleetZone } = settings.announcements;
  const now = parts.clock.now();
  const region = news ? await regionOfNews(parts, news) : await regionOfTopic(parts, topic);
  const zone = (region !== undefined && regions.regions.get(region)?.timeZone) || fleetZone;
  if (news) {
    return whenToSay(news, { now, quiet, fleetZone, zoneOf: () => zone, ended: await hasPassed(parts, news) });
  }
  return isAwake(now, quiet, zone) ? { kind: 'now' } : { kind: 'wait', until: nextWaking(now, quiet, zone) };
}

/** Of news that are about a cluster and do not say where it is. */
async function regionOfNews(parts: Parts, news: Announcement): Promise<string | undefined> {
  if (news.kind === 'sign-off') return regionOfPlan(parts, news.plan.hash);
  if (news.kind !== 'exemption-ending') return undefined;
  return (await parts.readings.byCluster(clusterOf(news.exemption.scope)))?.reading.cluster.region;
}

async function regionOfTopic(parts: Parts, topic: string): Promise<string | undefined> {
  const about = readTopic(topic);
  if (about?.kind === 'plan') return regionOfPlan(parts, about.planHash);
  if (about?.kind !== 'migration') return undefined;
  const stored = await parts.migrations.find(about.migrationId);
  return stored?.kind === 'migration' ? stored.migration.region : undefined;
}

async function regionOfPlan({ plans }: Pick<Parts, 'plans'>, hash: string): Promise<string | undefined> {
  const found = await plans.find(hash);
  return found && firstRegion(found.plan);
}

async function hasPassed({ migrations }: Pick<Parts, 'migrations'>, news: Announcement): Promise<boolean> {
  if (news.kind !== 'migration-news') return false;
  const stored = await migrations.find(news.migrationId);
  return stored?.kind === 'migration' && (hasEnded(stored.migration.status) || isDone(stored.migration));
}
