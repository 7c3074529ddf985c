import { type ObjectRef, refKey } from '../cluster/object-ref.ts';
import { matchesPattern } from '../policy/image-pattern.ts';
import type { AgentList, KnownAgent } from './agent.ts';

/**
 * The known agent that a workload is: by the name of its DaemonSet where that is listed, or by one of its
 * images. Agents that stand earlier in the list win; the user's own stand first.
 */
export function recogniseAgent(list: AgentList, object: ObjectRef, images: readonly string[]): KnownAgent | undefined {
  const known = RECOGNISED.get(list) ?? new Map<string, KnownAgent | undefined>();
  RECOGNISED.set(list, known);
  const key = [object.kind === 'DaemonSet' ? refKey(object) : '', ...images].join('\n');
  if (known.has(key)) return known.get(key);
  const agent = recognise(list, object, images);
  // Names come from outside: only so many are kept.
  if (known.size < 20_000) known.set(key, agent);
  return agent;
}

/** The same workload is met on many pools. What is kept follows from the list and the key alone. */
const RECOGNISED = new WeakMap<AgentList, Map<string, KnownAgent | undefined>>();

function recognise(
  { agents }: AgentList,
  { kind, namespace, name }: ObjectRef,
  images: readonly string[],
): KnownAgent | undefined {
  const daemonSet = kind === 'DaemonSet' ? `${namespace ?? ''}/${name}` : undefined;
  return (
    agents.find(({ recognisedBy }) =>
      recognisedBy.images.some((pattern) => images.some((image) => matchesPattern(pattern, image))),
    ) ??
    agents.find(
      ({ recognisedBy }) =>
        daemonSet !== undefined &&
        recognisedBy.daemonSets.some((listed) =>
          matchesPattern(listed.includes('/') ? listed : `*/${listed}`, daemonSet),
        ),
    )
  );
}

/** The version in the tag of the agent's image: `1.18.6` of `quay.io/cilium/cilium:v1.18.6`; none for a bare digest. */
export function versionOf(agent: KnownAgent, images: readonly string[]): string | undefined {
  const own = images.find((image) => agent.recognisedBy.images.some((pattern) => matchesPattern(pattern, image)));
  return /:v?(\d+(?:\.\d+)*)[^/]*$/.exec((own ?? images[0] ?? '').replace(/@sha256:.*$/, ''))?.[1];
}
