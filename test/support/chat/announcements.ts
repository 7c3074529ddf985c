/**
 * Announcements, most of them about a cluster or a migration that a test names: every kind but planned work, digests and
 * first sights.
 */
import { explainRecommendation } from '../../../shared/domain/alert/explain.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import { givenFinding, NOW } from '../fleet.ts';
import { givenExemption } from '../policy.ts';

type Of<K extends Announcement['kind']> = Extract<Announcement, { kind: K }>;

export const PLAN = { id: 'a'.repeat(12), hash: 'a'.repeat(64) };

export function migrationNews(clusterId: string, what: Of<'migration-news'>['what'] = 'started'): Of<'migration-news'> {
  return {
    kind: 'migration-news',
    id: `news-${what}`,
    at: NOW,
    what,
    migrationId: 'm-1',
    plan: PLAN,
    clusterId,
    cluster: 'shop-prod',
    environment: 'production',
    region: 'westeurope',
    timeZone: 'Europe/Amsterdam',
    status: 'running',
    step: 'drain-source',
    title: 'The migration of shop-prod',
    notes: [],
    startedAt: NOW,
    late: false,
  };
}

export function signOffNews(clusterIds: readonly string[], overrides: Partial<Of<'sign-off'>> = {}): Of<'sign-off'> {
  return {
    kind: 'sign-off',
    id: `sign-off-${overrides.what ?? 'asked'}`,
    at: NOW,
    what: 'asked',
    plan: PLAN,
    title: 'A plan awaits its sign-offs',
    why: [],
    awaited: [],
    asks: [],
    clusters: clusterIds.map((clusterId) => ({ clusterId, name: clusterId.split('/').at(-1) ?? '' })),
    ...overrides,
  };
}

export function findingsChanged(clusterIds: readonly string[]): Of<'findings-changed'> {
  return {
    kind: 'findings-changed',
    id: 'changes-1',
    at: NOW,
    sweepId: 's-1',
    subscriptionId: 'sub-1',
    partial: false,
    changes: clusterIds.map((clusterId) => ({
      kind: 'new',
      finding: givenFinding({ id: `f ${clusterId}`, clusterId }),
    })),
  };
}

export function exemptionEnding(scope: string): Of<'exemption-ending'> {
  return { kind: 'exemption-ending', id: 'ending-1', at: NOW, exemption: givenExemption({ scope }), daysLeft: 14 };
}

export function freeze(): Of<'fleet-freeze'> {
  return { kind: 'fleet-freeze', id: 'freeze-1', at: NOW, what: 'frozen', by: 'Ada', reason: 'the sale' };
}

export function alertNews(migrationId: string, what: Of<'alert'>['what'] = 'opened'): Of<'alert'> {
  const explanation = {
    recommendation: {
      id: 'rec-1',
      rules: [],
      openedAt: NOW,
      updatedAt: NOW,
      version: 1,
      state: 'open',
      proposed: 'roll-back',
    },
    migrationId,
    cluster: 'shop-prod',
    step: 'drain-source',
    title: 'Roll back?',
    rules: [],
    lately: [],
    affected: [],
    viability: { why: 'The source pool lives.' },
    ifRolledBack: 'It is as it was.',
    ifGoingOn: 'It goes on.',
    choices: [],
    told: [],
    gapMinutes: 0,
  } satisfies ReturnType<typeof explainRecommendation>;
  return { kind: 'alert', id: `alert-${what}`, at: NOW, what, explanation };
}
