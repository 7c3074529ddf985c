import type { ClusterEvent, ClusterLook, DisruptionBudget } from '../../cluster/facts.ts';
import type { PoolFailure } from '../azure-look.ts';

/** Why AKS's operation failed, as a person needs it, and whether asking again can help by itself. */
export interface ExplainedFailure {
  /** The same cause is the same failure. */
  readonly cause: string;
  /** One sentence. */
  readonly why: string;
  readonly remedy: string;
  /** Has a page in docs/errors. */
  readonly code: string;
  /** Nothing has to be changed first. */
  readonly againHelps: boolean;
}

/** @see https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/error-code-poddrainfailure */
export function explainFailure(failure: PoolFailure | undefined, look: ClusterLook): ExplainedFailure {
  const code = failure?.code ?? 'unknown';
  const message = (failure?.message ?? '').slice(0, MOST_READ);
  const kind = `${code} ${message}`.toLowerCase();
  if (/unsatisfiablepdb|invalid pod disruption budgets/.test(kind)) return unsatisfiable(message, look);
  if (/poddrainfailure|failed when evicting pod|drain of \S+ did not complete|drain node/.test(kind)) {
    return drainFailed(message, look);
  }
  if (/healthsignal|healthcheckrequest|upgradehealthcheck|health gate|upgradegate/.test(kind)) return gateShut(message);
  const known = NEEDS_ROOM.find(({ pattern }) => pattern.test(kind));
  if (known)
    return {
      cause: known.cause,
      why: said(known.why, message),
      remedy: known.remedy,
      code: 'UPGRADE_NO_ROOM',
      againHelps: false,
    };
  return {
    cause: code,
    why: said(`AKS’s operation failed with ${code}`, message),
    remedy: 'Look at what AKS says, mend it, then resume; abort leaves the nodes as they are.',
    code: 'UPGRADE_FAILED',
    againHelps: true,
  };
}

/** @see https://github.com/Azure/AKS-Health-Signal */
function gateShut(message: string): ExplainedFailure {
  return {
    cause: 'health gate',
    why: said(
      'AKS aborted its upgrade: a monitor of this cluster said it is not healthy, or said nothing in time',
      message,
    ),
    remedy: 'Mend what the monitor names, or roll back; the nodes that were replaced stay so. Then resume.',
    code: 'UPGRADE_GATE_SHUT',
    againHelps: false,
  };
}

const NEEDS_ROOM = [
  {
    pattern: /quotaexceeded|quota/,
    cause: 'quota',
    why: 'The quota of the region has no room for AKS’s surge node',
    remedy: 'Raise the quota of the VM size’s family in the region, or free some of it; then resume.',
  },
  {
    pattern: /subnetisfull|insufficientsubnet|not enough ip/,
    cause: 'subnet',
    why: 'The subnet has no addresses left for AKS’s surge node',
    remedy: 'Free addresses in the subnet; then resume.',
  },
  {
    pattern: /allocationfailed|skunotavailable|insufficient.*capacity/,
    cause: 'capacity',
    why: 'Azure has no machines of this size to give at present',
    remedy: 'Resume later: capacity in the region comes and goes.',
  },
] as const;

function drainFailed(message: string, look: ClusterLook): ExplainedFailure {
  const pod = podOf(message) ?? podOfEvents(look);
  const named = budgetNamed(message, pod, look);
  const budgets = named ? [named] : fullBudgets(look, pod);
  const node = /drain(?: of| node)? (\S+) (?:failed|did not)/i.exec(message)?.[1];
  const what = [
    `AKS could not drain ${node ?? 'a node'}`,
    pod ? `pod ${pod} did not leave` : undefined,
    budgets.length > 0 ? budgets.map(arithmetic).join('; ') : budgetWords(message, look),
  ].filter((part) => part !== undefined);
  // A budget that has room again, or is gone, lets the next try pass.
  const blocked = budgets.some(({ disruptionsAllowed }) => disruptionsAllowed <= 0);
  return {
    cause: `drain ${pod ?? ''} ${named ? `${named.namespace}/${named.name}` : ''}`.trimEnd(),
    why: `${what.join(': ')}.`,
    remedy: blocked
      ? 'Bring up one more replica or widen the budget until it allows one, or ask its owner; then resume.'
      : 'Find out why the pod does not leave (its finalizers, its grace period, a webhook); then resume.',
    code: 'UPGRADE_DRAIN_FAILED',
    againHelps: !blocked,
  };
}

function unsatisfiable(message: string, look: ClusterLook): ExplainedFailure {
  const named = /pdb (\S+\/\S+) has (min\w+|max\w+) ?(\S+ ?\S*)/i.exec(message);
  const budget = budgetNamed(message, undefined, look);
  const which = budget ? arithmetic(budget) : named ? `budget ${named[1]} allows no disruption ever` : undefined;
  return {
    cause: `budget ${budget ? `${budget.namespace}/${budget.name}` : (named?.[1] ?? '')}`.trimEnd(),
    why: which
      ? `AKS does not begin: ${which}.`
      : said('AKS does not begin, as a budget allows no disruption ever', message),
    remedy: 'Let the budget allow one pod to be away, or ask its owner; then resume.',
    code: 'UPGRADE_DRAIN_FAILED',
    againHelps: (budget?.disruptionsAllowed ?? 0) > 0,
  };
}

const NAME = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?';

/** `shop/api-1`, or only the name where AKS leaves the namespace out. */
function podOf(message: string): string | undefined {
  return (
    new RegExp(`\\b(${NAME}/${NAME}) blocked by pdb`, 'i').exec(message)?.[1] ??
    new RegExp(`pods? \\[(${NAME}/${NAME})`, 'i').exec(message)?.[1] ??
    new RegExp(`evicting pod (${NAME}) failed`, 'i').exec(message)?.[1]
  );
}

/** AKS's upgrader writes `Eviction blocked by Too many Requests (usually a pdb): [pod]` to the node's events. */
function podOfEvents({ events }: ClusterLook): string | undefined {
  if (events?.kind !== 'seen') return undefined;
  const drains = events.items.filter(isBlockedDrain).toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
  return drains
    .map(({ message }) => new RegExp(`: \\[?(${NAME}(?:/${NAME})?)`, 'i').exec(message)?.[1])
    .find((pod) => pod !== undefined);
}

export function isBlockedDrain({ reason, message }: ClusterEvent): boolean {
  return reason === 'Drain' && /eviction blocked/i.test(message);
}

function budgetNamed(message: string, pod: string | undefined, { budgets }: ClusterLook): DisruptionBudget | undefined {
  if (budgets?.kind !== 'seen') return undefined;
  const name = new RegExp(`(?:blocked by )?pdb (?:${NAME}/)?(${NAME})`, 'i').exec(message)?.[1];
  const namespace = new RegExp(`pdb (${NAME})/${NAME}`, 'i').exec(message)?.[1] ?? pod?.split('/')[0];
  return budgets.items.find(
    (budget) => budget.name === name && (!pod?.includes('/') || budget.namespace === namespace),
  );
}

/** Where AKS names no budget: those of the pod's namespace that let nothing go. */
function fullBudgets({ budgets }: ClusterLook, pod: string | undefined): DisruptionBudget[] {
  const namespace = pod?.includes('/') ? pod.split('/')[0] : undefined;
  if (budgets?.kind !== 'seen' || namespace === undefined) return [];
  return budgets.items.filter((budget) => budget.namespace === namespace && budget.disruptionsAllowed <= 0).slice(0, 3);
}

function arithmetic(budget: DisruptionBudget): string {
  const { namespace, name, expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed } = budget;
  return `budget ${namespace}/${name} expects ${expectedPods} pods, ${currentHealthy} are healthy, ${desiredHealthy} must stay, ${Math.max(0, disruptionsAllowed)} may go`;
}

function budgetWords(message: string, { budgets }: ClusterLook): string | undefined {
  const named = new RegExp(`blocked by pdb (${NAME})`, 'i').exec(message)?.[1];
  if (named) return `budget ${named} stood in the way`;
  return budgets?.kind === 'not-seen' ? 'the budgets could not be seen' : undefined;
}

/** AKS repeats itself; and what is read by patterns has to be short. */
const MOST_READ = 2000;
const MOST_SAID = 300;

function said(what: string, message: string): string {
  const words = message.replaceAll(/\s+/g, ' ').trim();
  if (words === '') return `${what}.`;
  const cut = words.length > MOST_SAID ? `${words.slice(0, MOST_SAID)}...` : words;
  return `${what}. AKS says: ${cut}`;
}
