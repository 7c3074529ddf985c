import { refKey, refText } from '../cluster/object-ref.ts';
import type { TargetSubject } from './subject.ts';
import type { TargetItem } from './target.ts';

/** Drivers of volumes in use here: those of AKS come with Kubernetes, others have to run on the target. */
export function driverItems({ question, facts, kubernetes }: TargetSubject): TargetItem[] {
  const users = new Map<string, Map<string, TargetItem['objects'][number]>>();
  for (const { kind, object, details, agent } of question.dependencies.dependencies) {
    // An agent's details are its name; volumes' are drivers.
    if (kind !== 'csi-driver' || (agent && details.includes(agent.name))) continue;
    for (const driver of details) {
      const objects = users.get(driver) ?? new Map<string, TargetItem['objects'][number]>();
      users.set(driver, objects.set(refKey(object), object));
    }
  }
  return [...users].map(([driver, found]): TargetItem => {
    const objects = [...found.values()];
    const base = { id: `csi/${driver}`, component: 'csi' as const, objects };
    const managed = facts.stack.managed.find((each) => each.component === driver && each.kubernetes === kubernetes);
    if (managed) {
      return {
        ...base,
        verdict: 'pass',
        what: `${driver} ${managed.version} comes with Kubernetes ${kubernetes}, whatever the image.`,
        sources: ['MicrosoftDocs/azure-aks-docs articles/aks/supported-kubernetes-versions.md'],
      };
    }
    if (
      driver === 'secrets-store.csi.k8s.io' ||
      driver.startsWith('kubernetes.io/') ||
      driver.endsWith('.csi.azure.com')
    ) {
      return {
        ...base,
        verdict: 'pass',
        what: `${driver} comes with AKS, which keeps it fit for its images.`,
        sources: [],
      };
    }
    const [first] = objects;
    return {
      ...base,
      verdict: 'unknown',
      what: `Volumes${first ? ` of ${refText(first)}` : ''} need ${driver}, and whether it runs on the target image is not known.`,
      remedy: 'Compare with the systems and kernels that the driver supports, and mount a volume on a test node.',
      sources: [],
    };
  });
}
