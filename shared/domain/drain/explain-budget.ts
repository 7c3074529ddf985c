import type { DisruptionBudget, LabelSelector } from '../cluster/facts.ts';
import { type ObjectRef, refText } from '../cluster/object-ref.ts';
import { shellWord } from '../policy/az-command.ts';
import { budgetArithmetic } from '../readiness/budget-arithmetic.ts';
import { canOpen } from './can-open.ts';
import { kubectl } from './commands.ts';
import type { Remedy } from './stuck.ts';
import type { Explanation, Trouble, Words } from './trouble.ts';

/** A budget that has no room, or whose controller has not looked yet. */
export function explainBudget({ pod, budgets: [budget], told }: Trouble, words: Words): Explanation {
  if (!budget) return { why: told ?? 'A disruption budget has no room.', remedies: [] };
  const by = refOf(budget);
  if (!budget.observed) {
    return {
      why: `${refText(by)} was changed, and its controller has not counted its pods since.`,
      by,
      remedies: [
        { kind: 'wait', what: 'Wait until its status is up to date; that takes seconds where the controller is well.' },
        { kind: 'look', what: 'Look at its status and events.', command: kubectl('describe', by) },
      ],
    };
  }
  const { expectedPods, currentHealthy, desiredHealthy } = budget;
  const why = `${refText(by)} lets none go: ${budgetArithmetic(budget)}.`;
  const missing = expectedPods - currentHealthy;
  const remedies: Remedy[] = [];
  if (canOpen(budget)) {
    const needed = Math.max(1, desiredHealthy + 1 - currentHealthy);
    remedies.push({
      kind: 'wait',
      what: `Wait until ${needed} more of its pods ${needed === 1 ? 'is' : 'are'} Ready; the eviction is asked again at that moment.`,
    });
    if (missing > 0) {
      remedies.push({
        kind: 'look',
        what: `Look why ${missing} of its ${expectedPods} pods ${missing === 1 ? 'is' : 'are'} not Ready.`,
        command: podsCommand(budget),
      });
    }
  }
  if (words.workload && scalingHelps(budget)) remedies.push(scaleUp(words.workload, expectedPods));
  remedies.push(changeBudget(by, budget));
  remedies.push({
    kind: 'force',
    what: 'Delete the pod past its budget: only by a recorded order of two people, as fewer pods stay than the budget asks for.',
    command: kubectl('delete', { kind: 'pod', namespace: pod.namespace, name: pod.name }),
  });
  return { why, by, remedies };
}

/** The Eviction API answers 500 for such a pod, whatever the budgets say. */
export function explainOverlap({ budgets, told, pod }: Trouble): Explanation {
  const [first] = budgets;
  const names = budgets.map(({ namespace, name }) => `${namespace}/${name}`).join(' and ');
  return {
    why:
      budgets.length > 1
        ? `${budgets.length} disruption budgets select it (${names}); the Eviction API then refuses every eviction.`
        : `More than one disruption budget selects it: ${told ?? 'the Eviction API refuses it'}.`,
    ...(first && { by: refOf(first) }),
    remedies: [
      ...budgets.slice(1).map((budget) => ({
        kind: 'change-budget' as const,
        what: `Keep one budget: narrow the selector of ${budget.namespace}/${budget.name}, or delete it.`,
        command: kubectl('delete', refOf(budget)),
      })),
      ...(budgets.length > 1
        ? []
        : [
            {
              kind: 'look' as const,
              what: 'See which budgets select it, and leave one.',
              command: `kubectl get poddisruptionbudgets --namespace ${shellWord(pod.namespace)}`,
            },
          ]),
    ],
  };
}

function refOf({ namespace, name }: DisruptionBudget): ObjectRef {
  return { kind: 'PodDisruptionBudget', namespace, name };
}

/** A number stays as it is when pods are added; a percentage of all, or `maxUnavailable: 0`, grows with them. */
function scalingHelps({ minAvailable, maxUnavailable, desiredHealthy, expectedPods }: DisruptionBudget): boolean {
  if (maxUnavailable !== undefined) return !/^0+%?$/.test(maxUnavailable.trim()) && desiredHealthy < expectedPods;
  return minAvailable !== undefined && !/^100%$/.test(minAvailable.trim());
}

function scaleUp(workload: ObjectRef, expected: number): Remedy {
  const { kind } = workload;
  const scalable = kind === 'Deployment' || kind === 'StatefulSet' || kind === 'ReplicaSet';
  return {
    kind: 'scale-up',
    what: `Run one more of ${refText(workload)} until the drain is done; where an autoscaler has the say, raise its least number.`,
    ...(scalable && { command: kubectl('scale', workload, `--replicas=${expected + 1}`) }),
  };
}

function changeBudget(by: ObjectRef, budget: DisruptionBudget): Remedy {
  const spec =
    budget.maxUnavailable !== undefined
      ? '{"spec":{"maxUnavailable":1}}'
      : '{"spec":{"minAvailable":null,"maxUnavailable":1}}';
  return {
    kind: 'change-budget',
    what: 'Let one pod be missing for as long as the drain takes; put the budget back afterwards.',
    command: kubectl('patch', by, '--type', 'merge', '--patch', shellWord(spec)),
  };
}

function podsCommand({ namespace, selector }: DisruptionBudget): string {
  const words = selector ? selectorText(selector) : '';
  return `kubectl get pods --namespace ${shellWord(namespace)}${words ? ` --selector ${shellWord(words)}` : ''}`;
}

function selectorText({ matchLabels }: LabelSelector): string {
  return Object.entries(matchLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
