import { type Instant, MS_PER_DAY } from '../time.ts';
import { ROLES, type SignOffRequirement, type SignOffRule } from './sign-off.ts';

/** Requirements by the name of an environment; `*` is for every other one. */
export type SignOffRules = Readonly<Record<string, SignOffRule>> & { readonly '*': SignOffRule };

export const DEFAULT_SIGN_OFF_RULES: SignOffRules = {
  production: {
    roles: [
      { role: 'platform', quorum: 1 },
      { role: 'application', quorum: 1 },
    ],
    validDays: 30,
  },
  '*': { roles: [{ role: 'platform', quorum: 1 }], validDays: 30 },
};

/**
 * What a plan with these environments needs: of each role the most that any of its environments asks for, and the shortest validity. One plan is
 * signed as a whole, so its mildest environment never starts on fewer sign-offs than its strictest one needs.
 *
 * @param owners of affected workloads; they count only where `application` is asked for
 */
export function requirementOf(
  environments: readonly string[],
  rules: SignOffRules,
  owners: readonly string[] = [],
): SignOffRequirement {
  const asked = [...new Set(environments)].map((environment) => ruleOf(environment, rules));
  const all = asked.length > 0 ? asked : [rules['*']];
  const roles = ROLES.flatMap((role) => {
    const quorums = all.flatMap((one) => one.roles.filter((asks) => asks.role === role).map(({ quorum }) => quorum));
    const quorum = Math.max(0, ...quorums);
    return quorum > 0 ? [{ role, quorum }] : [];
  });
  return {
    roles,
    validDays: Math.min(...all.map(({ validDays }) => validDays)),
    owners: roles.some(({ role }) => role === 'application') ? owners : [],
  };
}

function ruleOf(environment: string, rules: SignOffRules): SignOffRule {
  const named = Object.entries(rules).find(([name]) => name.toLowerCase() === environment.toLowerCase());
  return named?.[1] ?? rules['*'];
}

/** Until when a sign-off given now counts. */
export function expiryOf(at: Instant, { validDays }: Pick<SignOffRule, 'validDays'>): Instant {
  return at + validDays * MS_PER_DAY;
}
