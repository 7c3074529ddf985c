import { isOver } from '../../domain/announce/news-due.ts';
import { isAwake, nextWaking } from '../../domain/announce/quiet.ts';
import { isOfTheWork, type WhenToSay, whenToSay } from '../../domain/announce/when-to-say.ts';
import type { Announcement } from '../../domain/announcement.ts';
import { readTopic } from '../../domain/chat/topic.ts';
import { firstRegion } from '../../domain/sign-off/ask-dates.ts';
import type { StoredPost } from '../../ports/post-store.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';
import { regionOfScope, zoneOfRegion } from '../whose-night.ts';
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
  const planning = await parts.planning.load();
  const { quiet, timeZone: fleetZone } = planning.settings.announcements;
  const now = parts.clock.now();
  const region = news ? await regionOfNews(parts, news) : await regionOfTopic(parts, topic);
  const zone = zoneOfRegion(planning, region);
  if (news) return whenToSay(news, { now, quiet, fleetZone, zone, isOver: await isWorkOver(parts, news) });
  return isAwake(now, quiet, zone) ? { kind: 'now' } : { kind: 'wait', until: nextWaking(now, quiet, zone) };
}

/** Of news that are about a cluster and do not say where it is. */
async function regionOfNews(parts: Parts, news: Announcement): Promise<string | undefined> {
  if (news.kind === 'sign-off') return regionOfPlan(parts, news.plan.hash);
  return news.kind === 'exemption-ending' ? regionOfScope(parts, news.exemption.scope) : undefined;
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

/** Looked up only for news that it makes untrue. */
async function isWorkOver({ migrations }: Pick<Parts, 'migrations'>, news: Announcement): Promise<boolean> {
  if (news.kind !== 'migration-news' || !isOfTheWork(news)) return false;
  const stored = await migrations.find(news.migrationId);
  return stored?.kind === 'migration' && isOver(stored.migration);
}
