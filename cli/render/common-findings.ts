import type { PoolInspectionView, ReadinessFindingView } from '../../shared/app/inspection-views.ts';

/** The same for findings that say the same of every pool, whichever pool they name. */
export function findingKey({ check, level, object, what }: ReadinessFindingView): string {
  const about = object.kind === 'NodePool' ? '' : `${object.namespace ?? ''}/${object.name}`;
  return JSON.stringify([check, level, object.kind, about, what]);
}

/** Findings that every pool has: said once, they do not hide what is particular to one of them. */
export function commonFindings(pools: readonly PoolInspectionView[]): readonly ReadinessFindingView[] {
  const [first, ...others] = pools;
  if (!first || others.length === 0) return [];
  const keys = others.map(({ findings }) => new Set(findings.map(findingKey)));
  return first.findings.flatMap((finding) => {
    const key = findingKey(finding);
    if (!keys.every((known) => known.has(key))) return [];
    if (finding.object.kind !== 'NodePool') return [finding];
    return [{ ...finding, object: { kind: 'NodePool', name: 'every pool' } }];
  });
}
