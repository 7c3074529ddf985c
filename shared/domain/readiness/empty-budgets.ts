import type { DisruptionBudget } from '../cluster/facts.ts';
import { selectorProblem, selects } from '../cluster/labels.ts';
import type { NewFinding } from './finding.ts';
import type { ReadinessSubject } from './subject.ts';

/**
 * Budgets beside the pool's pods that protect nothing: with an invalid selector, without one, or with one
 * that selects no pod. They block nothing; whoever wrote them thinks that something is protected.
 */
export function emptyBudgets(subject: ReadinessSubject): NewFinding[] {
  const namespaces = new Set(subject.view.movable.map(({ namespace }) => namespace));
  const findings: NewFinding[] = [];
  for (const namespace of namespaces) {
    for (const budget of subject.index.budgets.in(namespace)) {
      const why = whyEmpty(subject, budget);
      if (!why) continue;
      const owner = subject.index.ownerOf({ kind: 'Namespace', name: namespace }, [budget.labels, budget.annotations]);
      findings.push({
        level: 'warns',
        object: { kind: 'PodDisruptionBudget', namespace, name: budget.name },
        ...(owner ? { owner } : {}),
        what: `The budget protects nothing: ${why}.`,
        remedy: 'Give it the labels of the pods that it is meant for, or delete it.',
      });
    }
  }
  return findings;
}

function whyEmpty({ index }: ReadinessSubject, budget: DisruptionBudget): string | undefined {
  const { selector } = budget;
  if (!selector) return 'it has no selector';
  const problem = selectorProblem(selector);
  if (problem) return `its selector is not valid (${problem})`;
  if (!budget.observed || budget.expectedPods > 0) return undefined;
  if (index.podsUnder(budget).length > 0) return undefined;
  // What is scaled to nothing has its budget all the same.
  const asleep = index
    .workloadsIn(budget.namespace)
    .some((workload) => workload.replicas === 0 && selects(selector, workload.selector.matchLabels));
  return asleep ? undefined : 'its selector selects no pod';
}
