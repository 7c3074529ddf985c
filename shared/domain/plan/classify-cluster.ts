import type { Cluster } from '../fleet/cluster.ts';
import type { EnvironmentRule, PlanSettings } from './settings.ts';

export interface ClusterClass {
  readonly environment: EnvironmentRule;
  /** Place of the environment in the order of waves. */
  readonly environmentRank: number;
  readonly criticality: string;
  readonly criticalityRank: number;
}

/** What stands for an environment that the settings name nowhere: careful in everything. */
const UNKNOWN_ENVIRONMENT: Omit<EnvironmentRule, 'name'> = {
  values: [],
  staggerDays: 3,
  fastRollback: true,
  channelIsEnough: false,
  burstable: false,
};

/** Environment and criticality of a cluster by its tags. Keys and values are compared without regard to case. */
export function classifyCluster(cluster: Cluster, settings: PlanSettings): ClusterClass {
  const tags = new Map(Object.entries(cluster.tags).map(([key, value]) => [key.toLowerCase(), value]));
  const { environments, criticalities } = settings;
  const value = firstTag(tags, settings.environmentTags);
  const byTag = environments.findIndex((rule) => meets(rule, value));
  const rank = byTag >= 0 ? byTag : environments.findIndex(({ name }) => name === settings.defaultEnvironment);
  const environment = environments[rank] ?? { ...UNKNOWN_ENVIRONMENT, name: settings.defaultEnvironment };

  const critical = firstTag(tags, settings.criticalityTags);
  const byCriticality = criticalities.findIndex((level) => meets(level, critical));
  const criticalityRank =
    byCriticality >= 0 ? byCriticality : criticalities.findIndex(({ name }) => name === settings.defaultCriticality);
  return {
    environment,
    environmentRank: rank >= 0 ? rank : environments.length,
    criticality: criticalities[criticalityRank]?.name ?? settings.defaultCriticality,
    criticalityRank: criticalityRank >= 0 ? criticalityRank : criticalities.length,
  };
}

/** The most critical there is: a way back must be fast, whatever the environment. */
export function isMostCritical({ criticalityRank }: ClusterClass, { criticalities }: PlanSettings): boolean {
  return criticalityRank >= criticalities.length - 1;
}

/** Value of a tag, by its key without regard to case. */
export function tagOf(cluster: Cluster, key: string): string | undefined {
  const wanted = key.toLowerCase();
  return Object.entries(cluster.tags).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function firstTag(tags: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = tags.get(key.toLowerCase());
    if (value !== undefined) return value.trim().toLowerCase();
  }
  return undefined;
}

function meets(
  rule: { readonly name: string; readonly values: readonly string[] },
  value: string | undefined,
): boolean {
  return (
    value !== undefined && (rule.name.toLowerCase() === value || rule.values.some((one) => one.toLowerCase() === value))
  );
}
