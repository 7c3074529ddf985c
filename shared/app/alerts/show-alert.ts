import type { Recommendation, RuleState, WatchState } from '../../domain/alert/alert.ts';
import { verdictOf } from '../../domain/alert/evaluate.ts';
import { explainRecommendation } from '../../domain/alert/explain.ts';
import type { Watched } from '../../domain/alert/watched.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { Instant } from '../../domain/time.ts';
import type { Parts } from '../parts.ts';
import { viabilityView } from '../read/viability-view.ts';
import type { AlertView, RecommendationView, RuleView } from './alert-views.ts';
import { lately } from './lately.ts';
import { knownOwners } from './owners.ts';
import type { AlertParts } from './parts.ts';
import { watchedOf } from './watched-migrations.ts';

/** What the evaluator last saw of a migration; `undefined` when it never looked. */
export async function showAlert(
  parts: AlertParts & Pick<Parts, 'migrations' | 'evidence' | 'inspections' | 'clock'>,
  migrationId: string,
): Promise<AlertView | undefined> {
  const [stored, found] = await Promise.all([parts.migrations.find(migrationId), parts.watches.find(migrationId)]);
  if (stored?.kind !== 'migration' || !found) return undefined;
  const now = parts.clock.now();
  const asked = found.state.recommendation !== undefined && found.state.recommendation.state !== 'closed';
  const [entries, owners] = await Promise.all([
    lately(parts, stored.migration),
    asked ? knownOwners(parts, stored.migration) : undefined,
  ]);
  const watched = watchedOf(stored.migration, entries, owners);
  return alertView(found.state, stored.migration, watched, now);
}

function alertView(state: WatchState, migration: Migration, watched: Watched, now: Instant): AlertView {
  const { kind, why, since } = verdictOf(state, state.evaluatedAt ?? now);
  return {
    asOf: moment(now),
    migrationId: state.migrationId,
    cluster: migration.clusterName,
    viability: viabilityView(migration, now),
    verdict: { kind, why, since: moment(since) },
    ...(state.evaluatedAt !== undefined && { evaluatedAt: moment(state.evaluatedAt) }),
    rules: state.rules.map(ruleView),
    gaps: state.gaps.map(({ from, to }) => ({ from: moment(from), to: moment(to) })),
    suppressions: state.suppressions.map(({ until, ...rest }) => ({ ...rest, until: moment(until) })),
    ...(state.recommendation && { recommendation: recommendationView(state, state.recommendation, watched, now) }),
  };
}

function ruleView({ rule, kind, since, healthySince, reading, chart }: RuleState): RuleView {
  const { value, threshold, unit, why, background } = reading;
  return {
    rule,
    kind,
    since: moment(since),
    ...(healthySince !== undefined && { healthySince: moment(healthySince) }),
    ...(value !== undefined && { value }),
    threshold,
    unit,
    why,
    background: [...background],
    chart: chart.map(({ at, value: then }) => ({ at: moment(at), ...(then !== undefined && { value: then }) })),
  };
}

function recommendationView(
  state: WatchState,
  recommendation: Recommendation,
  watched: Watched,
  now: Instant,
): RecommendationView {
  const {
    id,
    version,
    state: is,
    rules,
    openedAt,
    updatedAt,
    proposed,
    answer,
    askAgainAt,
    closedBecause,
  } = recommendation;
  const told = explainRecommendation(state, recommendation, watched, now);
  return {
    id,
    version,
    state: is,
    rules: [...rules],
    openedAt: moment(openedAt),
    updatedAt: moment(updatedAt),
    proposed,
    title: told.title,
    ifRolledBack: told.ifRolledBack,
    ifGoingOn: told.ifGoingOn,
    lately: told.lately.map(({ at, what }) => ({ at: moment(at), what })),
    affected: told.affected.map((one) => ({ ...one })),
    choices: told.choices.map((one) => ({ ...one })),
    told: told.told.map((one) => ({ ...one })),
    ...(answer && { answer: { ...answer, at: moment(answer.at) } }),
    ...(askAgainAt !== undefined && { askAgainAt: moment(askAgainAt) }),
    ...(closedBecause !== undefined && { closedBecause }),
  };
}

function moment(at: Instant): string {
  return new Date(at).toISOString();
}
