import type { LabelExpression, LabelSelector, Labels } from '../../domain/cluster/facts.ts';
import type { RawExpression, RawMeta, RawNodeTerm, RawSelector } from './raw.ts';

export const NO_LABELS: Labels = Object.freeze({});

export function labelsOf({ labels }: RawMeta): Labels {
  return labels ?? NO_LABELS;
}

/** What kubectl keeps in an annotation is the whole object once more. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export function annotationsOf({ annotations }: RawMeta): Labels {
  if (!annotations) return NO_LABELS;
  if (!Object.hasOwn(annotations, LAST_APPLIED)) return annotations;
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED));
}

export function selectorOf(selector: RawSelector | undefined): LabelSelector {
  return {
    matchLabels: selector?.matchLabels ?? NO_LABELS,
    matchExpressions: (selector?.matchExpressions ?? []).map(expressionOf),
  };
}

function expressionOf({ key, operator, values }: RawExpression): LabelExpression {
  return { key, operator, values: values ?? [] };
}

/** `matchFields` knows only `metadata.name`, which the domain takes as a key like any other. */
export function termsOf(terms: readonly RawNodeTerm[] | undefined): readonly (readonly LabelExpression[])[] {
  return (terms ?? []).map(({ matchExpressions, matchFields }) => [
    ...(matchExpressions ?? []).map(expressionOf),
    ...(matchFields ?? []).map(expressionOf),
  ]);
}
