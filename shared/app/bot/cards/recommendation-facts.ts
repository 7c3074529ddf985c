import type { Explanation } from '../../../domain/alert/explain.ts';
import type { AlertView, RecommendationView, RuleView } from '../../alerts/alert-views.ts';
import { minuteValues } from '../../alerts/alert-words.ts';
import { iso } from '../../read/iso.ts';

/** What a recommendation's card shows, as it is now or as it was told. */
export interface RecommendationFacts {
  readonly migrationId: string;
  readonly cluster: string;
  readonly recommendation: RecommendationView;
  /** Only those that are broken. */
  readonly rules: readonly BrokenRule[];
  readonly viability: { readonly why: string; readonly until?: string | undefined };
}

export interface BrokenRule extends Omit<RuleView, 'chart' | 'kind' | 'rule'> {
  readonly rule: string;
  /** One for each minute of the last hour, oldest first; `undefined`: nobody could see. */
  readonly values: readonly (number | undefined)[];
}

const MINUTES = 60;

/** As it is now; `undefined`: nothing is recommended. */
export function factsOfAlert(view: AlertView): RecommendationFacts | undefined {
  const { recommendation, migrationId, cluster, viability } = view;
  if (!recommendation) return undefined;
  return {
    migrationId,
    cluster,
    recommendation,
    rules: view.rules
      .filter(({ rule }) => recommendation.rules.includes(rule))
      .map((rule) => ({ ...rule, values: minuteValues(rule, view, MINUTES) })),
    viability,
  };
}

/** As it was told, for one of which nothing is known any more. */
export function factsOfExplanation(explanation: Explanation): RecommendationFacts {
  const { recommendation, migrationId, cluster, rules, viability } = explanation;
  const { id, version, state, proposed, openedAt, updatedAt, askAgainAt, answer, closedBecause } = recommendation;
  return {
    migrationId,
    cluster,
    recommendation: {
      id,
      version,
      state,
      proposed,
      rules: [...recommendation.rules],
      openedAt: iso(openedAt),
      updatedAt: iso(updatedAt),
      title: explanation.title,
      ifRolledBack: explanation.ifRolledBack,
      ifGoingOn: explanation.ifGoingOn,
      lately: explanation.lately.map(({ at, what }) => ({ at: iso(at), what })),
      affected: [...explanation.affected],
      choices: [...explanation.choices],
      told: [...explanation.told],
      ...(answer && { answer: { ...answer, at: iso(answer.at) } }),
      ...(closedBecause !== undefined && { closedBecause }),
      ...(askAgainAt !== undefined && { askAgainAt: iso(askAgainAt) }),
    },
    rules: rules.map(({ chart, since, background, ...rule }) => {
      const looks = chart.map(({ at, value }) => ({ at: iso(at), ...(value !== undefined && { value }) }));
      const lastLook = looks.at(-1)?.at ?? iso(updatedAt);
      const values = minuteValues({ chart: looks }, { asOf: lastLook, evaluatedAt: lastLook }, MINUTES);
      return { ...rule, since: iso(since), background: [...background], values };
    }),
    viability: { why: viability.why, until: viability.until === undefined ? undefined : iso(viability.until) },
  };
}
