/** Where what was announced went, and whether what happened was told: ids tell where something that is missing went. */
import { askedOf, toldOf } from '../../../shared/app/chat/topics.ts';
import type { Notify } from '../../../shared/app/messages.ts';
import type { Conversation } from '../../../shared/domain/chat/conversation.ts';
import { localDay } from '../../../shared/domain/plan/local-time.ts';
import { MS_PER_DAY } from '../../../shared/domain/time.ts';
import type { Year } from './year-app.ts';
import { FLEET_ZONE, START, teamOf } from './year-world.ts';

/** Announced, heard somewhere, and neither standing there nor named in a finding. */
export async function unaccountedOf(year: Year): Promise<number> {
  const { app, chat, notes, places } = year;
  const standing = new Set(chat.stood.map(({ conversationId, activityId }) => `${conversationId} ${activityId}`));
  let missing = 0;
  for (const announcement of app.announced()) {
    for (const place of places) {
      const told = isHeard(announcement, place)
        ? toldOf(announcement)
        : isAsked(announcement, place)
          ? askedOf(announcement)
          : undefined;
      if (!told) continue;
      const post = (await app.parts.posts.find(told.topic, place.id))?.post;
      const stands = post?.activityId !== undefined && standing.has(`${place.ref.conversationId} ${post.activityId}`);
      const named = [...notes.findings.keys()].some((id) => id.startsWith(`chat/post/${place.id}/${told.topic}/`));
      if (!stands && !named) missing += 1;
    }
  }
  return missing;
}

function isHeard(announcement: Notify, { hears }: Conversation): boolean {
  if (hears.kind !== 'tags') return hears.kind === 'everything';
  const numbers = clustersOf(announcement).flatMap((id) => /managedclusters\/c(\d+)/.exec(id)?.[1] ?? []);
  return numbers.some((number) => hears.tags.some(({ value }) => value.toLowerCase() === teamOf(Number(number))));
}

function clustersOf(announcement: Notify): readonly string[] {
  switch (announcement.kind) {
    case 'planned-work':
    case 'migration-news':
      return [announcement.clusterId];
    case 'sign-off':
      return announcement.clusters.map(({ clusterId }) => clusterId);
    case 'exemption-ending':
      return [announcement.exemption.scope];
    default:
      return [];
  }
}

function isAsked(announcement: Notify, { person }: Conversation): boolean {
  return announcement.kind === 'sign-off' && announcement.asks.some(({ id }) => id === person?.id);
}

/** What happened long enough before the end, and was neither told nor noted. */
export async function untoldOf({ app, world, notes }: Year): Promise<number> {
  const end = app.world.now - 5 * MS_PER_DAY;
  const told = new Set(
    app
      .announced()
      .flatMap((one) =>
        one.kind === 'migration-news' ? [`${one.migrationId} ${one.what.replace(/(all|not)-/, '')}`] : [],
      ),
  );
  let untold = 0;
  for (const { id, dryRun, endedAt, outcome } of world.lives) {
    if (dryRun || endedAt > end) continue;
    const noted = new Set(notes.news.get(id)?.notes.map(({ word }) => word));
    const isTold = (what: string, word: 'started' | 'done' | 'turned' | 'clear') =>
      told.has(`${id} ${what}`) || noted.has(word);
    const words = [
      ...(outcome === 'never-begun' ? [] : [isTold('started', 'started')]),
      isTold('ended', outcome === 'completed' ? 'done' : 'turned'),
      ...(outcome === 'completed' ? [isTold('clear', 'clear')] : []),
    ];
    untold += words.filter((one) => !one).length;
  }
  const exemptions = new Set(
    app.announced().flatMap((one) => (one.kind === 'exemption-ending' ? [one.exemption.id] : [])),
  );
  untold += world.exemptions.filter(({ id, until }) => Date.parse(until) < end && !exemptions.has(id)).length;
  return untold + (await untoldMonths(app.announced(), end));
}

async function untoldMonths(announced: readonly Notify[], end: number): Promise<number> {
  const told = new Set(
    announced.flatMap((one) => (one.kind === 'retirement-digest' && one.what === 'monthly' ? [one.month] : [])),
  );
  const months = new Set<string>();
  for (let at = START; at < end - 5 * MS_PER_DAY; at += MS_PER_DAY) months.add(localDay(at, FLEET_ZONE).slice(0, 7));
  return [...months].filter((month) => !told.has(month)).length;
}

/** Notes of what was dropped on purpose. */
export async function droppedOf({ app, notes }: Year): Promise<number> {
  const rounds = await app.parts.announcements.list();
  const digest = await app.parts.digests.find();
  const news = [...notes.news.values()].reduce((sum, { dropped }) => sum + dropped, 0);
  return rounds.reduce((sum, { round }) => sum + round.dropped, 0) + news + (digest?.record.dropped ?? 0);
}
