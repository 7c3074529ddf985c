import { type ObjectRef, refText } from '../cluster/object-ref.ts';
import { atLeast, compareVersions } from '../cluster/version-text.ts';
import type { AgentNeed } from '../dependency/agent.ts';
import type { Dependency } from '../dependency/dependency.ts';
import { baseIdOf, type ImageStack } from './image-stack.ts';
import type { StackComponent } from './stack.ts';
import type { TargetSubject } from './subject.ts';
import type { TargetItem, TargetVerdict } from './target.ts';

/** What known agents of this pool need of the target image: `this pool's Falco (DaemonSet falco/falco) needs ...`. */
export function agentItems(subject: TargetSubject): TargetItem[] {
  const seen = new Set<string>();
  return subject.question.dependencies.dependencies.flatMap((dependency): TargetItem[] => {
    const { agent, object } = dependency;
    if (!agent) return [];
    const key = `${agent.id}|${refText(object)}`;
    // A workload leans in several ways and is one agent all the same.
    if (seen.has(key)) return [];
    seen.add(key);
    if (agent.needs.length === 0) return agent.managedByAks ? [] : [noNeedsKnown(dependency)];
    return agent.needs.flatMap((need, place) => judgeNeed(subject, dependency, need, place));
  });
}

/** An agent of which nothing is known but that it leans on the node; those that only watch pass. */
function noNeedsKnown({ agent, object, complexBecause }: Dependency): TargetItem {
  const name = agent?.name ?? '';
  const base = {
    id: `agent/${agent?.id ?? ''}`,
    component: 'agent' as const,
    objects: [object],
    sources: agent?.sources ?? [],
  };
  return complexBecause
    ? {
        ...base,
        verdict: 'unknown',
        what: `This pool's ${name} (${refText(object)}) leans on the node; what it needs is not documented here.`,
        remedy: 'Ask its vendor for the supported images, and test it on one node.',
      }
    : { ...base, verdict: 'pass', what: `This pool's ${name} (${refText(object)}) needs nothing special of the node.` };
}

interface Answer {
  readonly verdict: TargetVerdict;
  readonly has: string;
}

function judgeNeed(subject: TargetSubject, dependency: Dependency, need: AgentNeed, place: number): TargetItem[] {
  const { agent, object, agentVersion } = dependency;
  if (!agent) return [];
  const version = agentVersion ?? managedVersion(subject, agent.id);
  const applies = appliesTo(need, version);
  if (applies === false) return [];
  const answer = answerOf(subject, need);
  // The need may be of another version of the agent: then only a need that is met is certain.
  const verdict: TargetVerdict = applies === undefined && answer.verdict === 'violates' ? 'unknown' : answer.verdict;
  return [
    {
      id: `agent/${agent.id}/${place}`,
      component: COMPONENTS[need.component],
      verdict,
      what: `This pool's ${agent.name}${version ? ` ${version}` : ''} (${refText(object)}): ${need.note} ${answer.has}`,
      ...(verdict === 'pass'
        ? {}
        : {
            remedy:
              verdict === 'violates'
                ? `Upgrade or reconfigure ${agent.name} before the move, or take another image.`
                : `Check ${agent.name} on one node of the target image first.`,
          }),
      objects: [object satisfies ObjectRef],
      sources: agent.sources,
    },
  ];
}

const COMPONENTS: Readonly<Record<AgentNeed['component'], StackComponent>> = {
  kernel: 'kernel',
  'per-kernel-build': 'kernel',
  containerd: 'containerd',
  cgroup: 'cgroup',
  kubernetes: 'kubernetes',
  os: 'os',
};

function managedVersion({ facts, kubernetes }: TargetSubject, agent: string): string | undefined {
  if (agent !== 'aks-cilium') return undefined;
  return facts.stack.managed.find((each) => each.component === 'cilium' && each.kubernetes === kubernetes)?.version;
}

function appliesTo({ fromVersion, beforeVersion }: AgentNeed, version: string | undefined): boolean | undefined {
  if (fromVersion === undefined && beforeVersion === undefined) return true;
  if (version === undefined) return undefined;
  if (fromVersion !== undefined && atLeast(version, fromVersion) === false) return false;
  return !(beforeVersion !== undefined && atLeast(version, beforeVersion) === true);
}

function answerOf(subject: TargetSubject, need: AgentNeed): Answer {
  const { source, target, kubernetes } = subject;
  switch (need.component) {
    case 'kernel':
    case 'containerd':
    case 'cgroup':
      return ofPart(source, target, need.component, need);
    case 'per-kernel-build':
      return ofExactKernel(source, target);
    case 'kubernetes':
      return (
        bounded(kubernetes, need, 'Kubernetes') ?? {
          verdict: 'unknown',
          has: `The pool runs Kubernetes ${kubernetes ?? 'of a version that is not known'}.`,
        }
      );
    case 'os':
      return ofSystem(source, target, need);
  }
}

function ofPart(
  source: ImageStack,
  target: ImageStack,
  part: 'kernel' | 'containerd' | 'cgroup',
  need: AgentNeed,
): Answer {
  const value = target[part]?.value;
  if (need.oneOf) {
    if (value === undefined) return { verdict: 'unknown', has: `The target's ${part} is not known.` };
    return { verdict: need.oneOf.includes(value) ? 'pass' : 'violates', has: `The target has ${part} ${value}.` };
  }
  const answer = bounded(value, need, part);
  if (answer) return answer;
  // Without a bound, what it runs on today is the only thing that is known to be good.
  const before = source[part]?.value;
  const same = value !== undefined && before !== undefined && series(value) === series(before);
  return {
    verdict: same ? 'pass' : 'unknown',
    has: same
      ? `The target stays with ${part} ${series(value)}.`
      : `The ${part} goes from ${before ?? 'not known'} to ${value ?? 'not known'}.`,
  };
}

/** `undefined` when the need names no bound. */
function bounded(value: string | undefined, { min, below }: AgentNeed, name: string): Answer | undefined {
  if (min === undefined && below === undefined) return undefined;
  if (value === undefined) return { verdict: 'unknown', has: `The target's ${name} is not known.` };
  const low = min === undefined ? 0 : compareVersions(value, min);
  const high = below === undefined ? -1 : compareVersions(value, below);
  const has = `The target has ${name} ${value}.`;
  if (low === undefined || high === undefined) return { verdict: 'unknown', has };
  return { verdict: low >= 0 && high < 0 ? 'pass' : 'violates', has };
}

function ofExactKernel(source: ImageStack, target: ImageStack): Answer {
  const [from, to] = [source.kernel, target.kernel];
  const same = from?.by === 'image' && to?.by === 'image' && from.value === to.value;
  return {
    verdict: same ? 'pass' : 'unknown',
    has: same
      ? `The kernel stays ${to.value}.`
      : `The kernel goes from ${from?.value ?? 'not known'} to ${to?.value ?? 'not known'}.`,
  };
}

function ofSystem(source: ImageStack, target: ImageStack, need: AgentNeed): Answer {
  const [from, to] = [baseIdOf(source.image), baseIdOf(target.image)];
  const has = `The target is ${target.image.osRelease}.`;
  if (need.oneOf) return { verdict: to === undefined ? 'unknown' : need.oneOf.includes(to) ? 'pass' : 'violates', has };
  return { verdict: from !== undefined && from === to ? 'pass' : 'unknown', has };
}

/** `5.15` of `5.15.0-1118-azure`, `2` of `2.x`. */
function series(version: string): string {
  return /^\d+(?:\.\d+)?/.exec(version)?.[0] ?? version;
}
