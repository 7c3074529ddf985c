import { clusterOf } from '../../domain/announce/cluster-of.ts';
import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation, Hears } from '../../domain/chat/conversation.ts';
import { hearsOf, type Subject } from '../../domain/chat/hears.ts';
import type { Parts } from '../parts.ts';

/** One of the things that an announcement is about. */
export interface About {
  readonly subject: Subject;
  /** Absent: the fleet as a whole. */
  readonly clusterId?: string;
}

const FLEET: About = { subject: { kind: 'fleet' } };

/**
 * What an announcement is about, with the tags that each cluster had when it was last read. Of a cluster that is not in the
 * inventory no tag is known: only who hears everything hears of it.
 */
export async function aboutOf(
  parts: Pick<Parts, 'readings' | 'migrations'>,
  announcement: Announcement,
): Promise<readonly About[]> {
  const clusterIds = await clustersOf(parts, announcement);
  if (clusterIds.length === 0) return [FLEET];
  return Promise.all(
    [...new Set(clusterIds)].map(async (clusterId) => {
      const stored = await parts.readings.byCluster(clusterId);
      return { clusterId, subject: { kind: 'cluster', tags: stored?.reading.cluster.tags ?? {} } } satisfies About;
    }),
  );
}

/** None: it is about the fleet. */
async function clustersOf(
  { migrations }: Pick<Parts, 'migrations'>,
  announcement: Announcement,
): Promise<readonly string[]> {
  switch (announcement.kind) {
    case 'findings-changed':
      return announcement.changes.map(({ finding }) => finding.clusterId);
    case 'planned-work':
    case 'migration-news':
      return [announcement.clusterId];
    case 'sign-off':
      return announcement.clusters.map(({ clusterId }) => clusterId);
    case 'alert': {
      const stored = await migrations.find(announcement.explanation.migrationId);
      return stored?.kind === 'migration' ? [stored.migration.clusterId] : [];
    }
    case 'exemption-ending': {
      const clusterId = clusterOf(announcement.exemption.scope);
      return clusterId === undefined ? [] : [clusterId];
    }
    case 'subscription-first-seen':
    case 'retirement-digest':
    case 'fleet-freeze':
      return [];
  }
}

/** Those of `about` that a conversation hears of. */
export function heardOf(about: readonly About[], hears: Hears): readonly About[] {
  return about.filter(({ subject }) => hearsOf(hears, subject));
}

/** What of it no conversation hears of. */
export function unheardOf(about: readonly About[], live: readonly Conversation[]): readonly About[] {
  const heard = heardBy(about, live);
  return about.filter((one) => !heard.includes(one));
}

/** What of it at least one of them hears of. */
export function heardBy(about: readonly About[], conversations: readonly Conversation[]): readonly About[] {
  const heard = new Set(conversations.flatMap(({ hears }) => heardOf(about, hears)));
  return about.filter((one) => heard.has(one));
}

/**
 * The part of an announcement that is about these things. Changes of findings come apart by their clusters, and a part is news
 * of its own: so that nobody reads through what is said of others, and two parts are never taken for one. Everything else is
 * told whole to whoever hears of any of it.
 */
export function partOf(
  { ids }: Pick<Parts, 'ids'>,
  announcement: Announcement,
  about: readonly About[],
): Announcement | undefined {
  if (about.length === 0) return undefined;
  if (announcement.kind !== 'findings-changed') return announcement;
  const clusters = new Set(about.map(({ clusterId }) => clusterId));
  const changes = announcement.changes.filter(({ finding }) => clusters.has(finding.clusterId));
  if (changes.length === announcement.changes.length) return announcement;
  const part = changes.map(({ kind, finding }) => [kind, finding.id]);
  return { ...announcement, id: ids.of('changes', JSON.stringify([announcement.id, part])), changes };
}

/** What it is about, as it fits into a sentence. */
export function aboutText(about: readonly About[]): string {
  const names = about.map(({ clusterId }) => clusterId?.split('/').at(-1) ?? 'the fleet');
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
