import type { KubeNode, LabelExpression, LabelSelector, Labels } from './facts.ts';

/** Does the selector select these labels? An empty one selects everything; ask `selectorProblem` first. */
export function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  for (const key in matchLabels) if (labelOf(labels, key) !== matchLabels[key]) return false;
  return matchExpressions.every((expression) => holds(expression, labels));
}

/** Why a label selector is not a valid one, in one sentence; `undefined` when it is. */
export function selectorProblem({ matchExpressions }: LabelSelector): string | undefined {
  for (const { key, operator, values } of matchExpressions) {
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) return `${operator} on ${key} names no value`;
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) return `${operator} on ${key} must not name values`;
    } else return `${operator} on ${key} is no operator of a label selector`;
  }
  return undefined;
}

/**
 * One expression of a selector or of a node affinity. `NotIn` and `DoesNotExist` hold where the key is
 * missing; `Gt` and `Lt` compare whole numbers; an operator that is not known never holds.
 */
export function holds({ key, operator, values }: LabelExpression, labels: Labels): boolean {
  const value = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt': {
      const [limit] = values;
      if (value === undefined || limit === undefined || !/^-?\d+$/.test(value) || !/^-?\d+$/.test(limit)) return false;
      return operator === 'Gt' ? Number(value) > Number(limit) : Number(value) < Number(limit);
    }
    default:
      return false;
  }
}

/** Any one term suffices, all expressions of a term must hold; no terms: every node; an empty term: none. */
export function affinityHolds(terms: readonly (readonly LabelExpression[])[], node: KubeNode): boolean {
  if (terms.length === 0) return true;
  return terms.some(
    (term) =>
      term.length > 0 &&
      term.every((expression) =>
        expression.key === 'metadata.name'
          ? holds(expression, { 'metadata.name': node.name })
          : holds(expression, node.labels),
      ),
  );
}

/** Labels come from outside: `constructor` is a name like any other. */
function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
