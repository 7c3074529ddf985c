import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { InputError } from '../../../shared/domain/errors.ts';
import { type ClusterSpec, FleetFile, type FleetSpec } from './fleet-schema.ts';

const MOST_PROBLEMS_SHOWN = 10;

/** One thing wrong with a fleet file: where, what, and what to write instead. */
interface Problem {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads and checks a fleet file.
 *
 * @throws InputError `FLEET_FILE` when it cannot be read, is not JSON, or breaks the schema; the
 *   message has one line per problem, each with the JSON path.
 */
export async function loadFleetFile(file: string): Promise<FleetSpec> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new InputError('FLEET_FILE', `cannot read ${file} (${code}): check the path`, { file, code }, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InputError('FLEET_FILE', `${file} is not JSON: ${(cause as Error).message}`, { file }, { cause });
  }
  return parseFleet(json, file);
}

/** @param name how the fleet is called in messages, such as its file's path */
export function parseFleet(json: unknown, name = 'the fleet'): FleetSpec {
  const parsed = FleetFile.safeParse(json);
  const problems = parsed.success ? contradictions(parsed.data) : parsed.error.issues.flatMap(problemsOf);
  if (parsed.success && problems.length === 0) return parsed.data;

  const lines = problems.slice(0, MOST_PROBLEMS_SHOWN).map(({ path, text }) => `  ${path}: ${text}`);
  if (problems.length > lines.length) lines.push(`  and ${problems.length - lines.length} more`);
  throw new InputError(
    'FLEET_FILE',
    `${name} cannot be used; docs/fleet-file.md has every field:\n${lines.join('\n')}`,
    {
      problems: problems.length,
    },
  );
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: jsonPath([...issue.path, key]),
      text: 'there is no such field; remove it or mend its spelling',
    }));
  }
  const path = jsonPath(issue.path);
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return [
      {
        path,
        text: `is missing; ${issue.expected === 'array' ? 'a list' : `a value (${issue.expected})`} belongs here`,
      },
    ];
  }
  return [{ path, text: issue.message }];
}

/** `$.subscriptions[0].clusters[2].name`. */
function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number'
        ? `${text}[${key}]`
        : /^[A-Za-z_]\w*$/.test(String(key))
          ? `${text}.${String(key)}`
          : `${text}[${JSON.stringify(String(key))}]`,
    '$',
  );
}

/** What a schema of single fields cannot see. */
function contradictions(fleet: FleetSpec): Problem[] {
  const problems: Problem[] = [];
  const say = (path: readonly PropertyKey[], text: string) => problems.push({ path: jsonPath(path), text });
  const firstSeen = new Map<string, string>();
  const unique = (key: string, path: readonly PropertyKey[], what: string) => {
    const before = firstSeen.get(key);
    if (before) say(path, `${what} is there already, at ${before}; give one of them another`);
    else firstSeen.set(key, jsonPath(path));
  };

  const groups = new Set(fleet.managementGroups.map((group) => group.id));
  for (const [at, group] of fleet.managementGroups.entries()) {
    unique(`group ${group.id.toLowerCase()}`, ['managementGroups', at, 'id'], 'this management group');
    if (group.parent !== undefined && !groups.has(group.parent)) {
      say(['managementGroups', at, 'parent'], `there is no management group "${group.parent}"; add it or name another`);
    }
  }
  for (const [s, subscription] of fleet.subscriptions.entries()) {
    const here = ['subscriptions', s];
    unique(`subscription ${subscription.id}`, [...here, 'id'], 'this subscription id');
    const group = subscription.managementGroup;
    if (group !== undefined && !groups.has(group)) {
      say([...here, 'managementGroup'], `there is no management group "${group}"; add it or name another`);
    }
    for (const [c, cluster] of subscription.clusters.entries()) {
      const key = `cluster ${subscription.id}/${cluster.resourceGroup}/${cluster.name}`.toLowerCase();
      unique(key, [...here, 'clusters', c, 'name'], 'a cluster of this name in this resource group');
      for (const { path, text } of clusterContradictions(cluster)) say([...here, 'clusters', c, ...path], text);
      for (const [p, pool] of cluster.pools.entries()) {
        const poolPath = [...here, 'clusters', c, 'pools', p];
        unique(`${key}/${pool.name}`, [...poolPath, 'name'], 'a pool of this name');
        if (pool.kind === 'virtual-machines' && !pool.sizes) {
          say(
            [...poolPath, 'sizes'],
            'a pool of kind "virtual-machines" needs it, as in [{"size":"Standard_D4s_v5","count":3}]',
          );
        }
        if (pool.failure && pool.provisioningState !== 'Failed') {
          say(
            [...poolPath, 'failure'],
            'only a pool with "provisioningState": "Failed" has one; remove it or set the state',
          );
        }
        if (pool.autoscale && pool.autoscale.min > pool.autoscale.max) {
          say([...poolPath, 'autoscale', 'min'], 'must not be above "max"');
        }
      }
    }
  }
  return problems;
}

/** What does not fit together in what runs in a cluster. */
function clusterContradictions(cluster: ClusterSpec): { path: readonly PropertyKey[]; text: string }[] {
  const problems: { path: readonly PropertyKey[]; text: string }[] = [];
  if (cluster.context !== undefined && cluster.kubeconfig === undefined) {
    problems.push({
      path: ['context'],
      text: 'names a context of "kubeconfig", which is missing; add the file or remove it',
    });
  }
  const pools = new Set(cluster.pools.map((pool) => pool.name));
  const seen = new Set<string>();
  for (const [at, workload] of (cluster.workloads ?? []).entries()) {
    const here = ['workloads', at];
    const key = `${workload.kind} ${workload.namespace}/${workload.name}`;
    if (seen.has(key))
      problems.push({ path: [...here, 'name'], text: `there is a ${key} already; give one of them another name` });
    seen.add(key);
    if (workload.pool !== undefined && !pools.has(workload.pool)) {
      problems.push({
        path: [...here, 'pool'],
        text: `there is no pool "${workload.pool}" in this cluster; add it or name another`,
      });
    }
    for (const [b, budget] of (workload.budgets ?? []).entries()) {
      if ((budget.minAvailable === undefined) === (budget.maxUnavailable === undefined)) {
        problems.push({
          path: [...here, 'budgets', b],
          text: 'needs either "minAvailable" or "maxUnavailable", and not both',
        });
      }
    }
  }
  return problems;
}
