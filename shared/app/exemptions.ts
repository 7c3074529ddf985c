import { InputError } from '../domain/errors.ts';
import { type Exemption, exemptionState } from '../domain/policy/exemption.ts';
import { type Day, dayOf, type Instant, startOfDay } from '../domain/time.ts';
import type { Parts } from './parts.ts';
import type { ExemptionView, NewExemption } from './views.ts';

type ExemptionParts = Pick<Parts, 'exemptions' | 'ids' | 'clock'>;

const SCOPE =
  /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\/resourcegroups\/[^/\s]{1,90}(\/providers\/microsoft\.containerservice\/managedclusters\/[a-z0-9_-]{1,63}(\/agentpools\/[a-z0-9]{1,12})?)?)?$/;

/** All exemptions, ended ones included: the next to end first, ended ones last. */
export async function listExemptions({ exemptions, clock }: ExemptionParts): Promise<readonly ExemptionView[]> {
  const now = clock.now();
  const ended = (exemption: Exemption) => (exemptionState(exemption, now) === 'ended' ? 1 : 0);
  const order = (a: Exemption, b: Exemption) =>
    ended(a) - ended(b) || a.until.localeCompare(b.until) || a.id.localeCompare(b.id);
  return (await exemptions.list()).toSorted(order).map((exemption) => view(exemption, now));
}

/**
 * @param by the person who asks, as the sign-in names them
 * @throws InputError when the scope is not an ARM id, or `until` lies in the past or over a year ahead
 */
export async function addExemption(
  { exemptions, ids, clock }: ExemptionParts,
  { scope, ruleId, owner, reason, until }: NewExemption,
  by: string,
): Promise<ExemptionView> {
  const now = clock.now();
  const exemption: Exemption = {
    id: ids.next('exemption'),
    scope: scopeOf(scope),
    ruleId,
    owner: owner.trim(),
    reason: reason.trim(),
    until: endOf(until, dayOf(now)),
    createdAt: now,
    createdBy: by,
  };
  await exemptions.add(exemption);
  return view(exemption, now);
}

export async function endExemption({ exemptions }: ExemptionParts, id: string): Promise<'removed' | 'missing'> {
  return exemptions.remove(id);
}

function scopeOf(text: string): string {
  const scope = text.trim().toLowerCase().replace(/\/$/, '');
  if (SCOPE.test(scope)) return scope;
  throw new InputError(
    'EXEMPTION_SCOPE',
    'the scope is not the ARM id of a subscription, resource group, AKS cluster or node pool, as in /subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.ContainerService/managedClusters/NAME',
    { scope: scope.slice(0, 300) },
  );
}

/** An exception without an end in sight is a policy; a year is the longest that somebody still remembers why. */
function endOf(until: Day, today: Day): Day {
  const latest = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  if (startOfDay(until) !== undefined && until >= today && until <= latest) return until;
  throw new InputError('EXEMPTION_UNTIL', `the end is not a day from ${today} to ${latest}`, { until });
}

function view(exemption: Exemption, now: Instant): ExemptionView {
  const { id, scope, ruleId, owner, reason, until, createdAt, createdBy } = exemption;
  const state = exemptionState(exemption, now);
  return { id, scope, ruleId, owner, reason, until, createdAt: new Date(createdAt).toISOString(), createdBy, state };
}
