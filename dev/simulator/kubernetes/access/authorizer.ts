import { ApiError } from '../api/status.ts';
import type { Identity } from './identity.ts';

/** What someone wants to do with a resource. */
export interface Attempt {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  /** `pods`, `pods/eviction`, `*`. */
  readonly resources: readonly string[];
}

/** A ClusterRole, bound to a group of the same name. */
export interface ClusterRole {
  readonly name: string;
  readonly rules: readonly Rule[];
}

const rule = (verbs: string, apiGroups: readonly string[], ...resources: string[]): Rule => ({
  verbs: verbs.split(' '),
  apiGroups,
  resources,
});

const DRAINERS: ClusterRole = {
  name: 'drainers',
  rules: [
    rule('get list watch patch', [''], 'nodes'),
    rule('get list watch delete', [''], 'pods'),
    rule('create', [''], 'pods/eviction'),
    rule('get list', ['apps'], 'daemonsets'),
    rule('get list', ['policy'], 'poddisruptionbudgets'),
  ],
};

const READERS: ClusterRole = { name: 'readers', rules: [rule('get list watch', ['*'], '*')] };

const ROLES = [DRAINERS, READERS];
const MASTERS = 'system:masters';

/** Rules that hold for everyone who has signed in. */
const SIGNED_IN: readonly Rule[] = [
  rule('create', ['authorization.k8s.io'], 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'),
];

export const REVIEWER_RULES: readonly Rule[] = [
  ...SIGNED_IN,
  rule('create', ['authentication.k8s.io'], 'selfsubjectreviews'),
];

const rolesOf = (who: Identity): readonly ClusterRole[] => ROLES.filter((role) => who.groups.includes(role.name));

const isMaster = (who: Identity): boolean => who.groups.includes(MASTERS);

/** What was taken away from a cluster's users on demand. */
export type Denial = (attempt: Attempt) => boolean;

export type Verdict = { readonly allowed: true; readonly reason: string } | { readonly allowed: false };

export function decide(who: Identity, attempt: Attempt, denied: Denial): Verdict {
  if (denied(attempt)) return { allowed: false };
  if (isMaster(who)) return { allowed: true, reason: '' };
  if (who.groups.includes('system:authenticated') && SIGNED_IN.some((one) => covers(one, attempt))) {
    return { allowed: true, reason: '' };
  }
  const role = rolesOf(who).find(({ rules }) => rules.some((one) => covers(one, attempt)));
  if (!role) return { allowed: false };
  return {
    allowed: true,
    reason: `RBAC: allowed by ClusterRoleBinding "${role.name}" of ClusterRole "${role.name}" to Group "${role.name}"`,
  };
}

/** All rules that hold for someone, those for everyone first. */
export const rulesOf = (who: Identity): readonly Rule[] => [
  ...REVIEWER_RULES,
  ...(isMaster(who) ? [rule('*', ['*'], '*')] : rolesOf(who).flatMap(({ rules }) => rules)),
];

function covers({ verbs, apiGroups, resources }: Rule, { verb, group, resource, subresource }: Attempt): boolean {
  const wanted = subresource === undefined ? resource : `${resource}/${subresource}`;
  const has = (list: readonly string[], value: string) => list.includes(value) || list.includes('*');
  return has(verbs, verb) && has(apiGroups, group) && (resources.includes(wanted) || resources.includes('*'));
}

/** @throws ApiError 403 in the words of RBAC */
export function authorize(who: Identity, attempt: Attempt, denied: Denial): void {
  if (decide(who, attempt, denied).allowed) return;
  const { verb, group, resource, subresource, namespace, name } = attempt;
  const title = group === '' ? resource : `${resource}.${group}`;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  throw new ApiError(
    403,
    'Forbidden',
    `${title}${name === undefined ? '' : ` "${name}"`} is forbidden: User "${who.user}" cannot ${verb} resource "${what}" in API group "${group}" ${scope}`,
    { ...(name !== undefined && { name }), ...(group !== '' && { group }), kind: resource },
  );
}
