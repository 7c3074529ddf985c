import { compareVersions } from '../cluster/version-text.ts';
import type { TargetSubject } from './subject.ts';
import type { TargetItem } from './target.ts';

/** What lies under the pods, part by part. A change is no fault in itself: whom it touches is said elsewhere. */
export function stackItems({ source, target }: TargetSubject): TargetItem[] {
  if (target.image.osType === 'Windows') return [];
  return (['kernel', 'cgroup', 'containerd', 'openssl'] as const).map((part): TargetItem => {
    const [from, to] = [source[part], target[part]];
    const base = {
      id: part,
      component: part,
      change: `${from?.value ?? 'not known'} -> ${to?.value ?? 'not known'}`,
      objects: [],
      sources: target.system?.sources ?? [],
    };
    if (!from || !to) {
      return {
        ...base,
        verdict: 'unknown',
        what: `The ${NAMES[part]} of the ${from ? 'target' : 'present'} image is not known.`,
        remedy: 'Look at a node of that image, or at the release notes of the image.',
      };
    }
    const order = part === 'cgroup' ? undefined : compareVersions(from.value, to.value);
    if (part === 'kernel' && order !== undefined && order > 0) {
      return {
        ...base,
        verdict: 'unknown',
        what: 'The newer image carries an older kernel.',
        remedy: 'Test what needs a feature of the present kernel.',
      };
    }
    const same = from.value === to.value || order === 0;
    return { ...base, verdict: 'pass', what: same ? `The ${NAMES[part]} stays.` : `The ${NAMES[part]} changes.` };
  });
}

const NAMES = { kernel: 'kernel', cgroup: 'cgroup version', containerd: 'containerd', openssl: 'OpenSSL' } as const;
