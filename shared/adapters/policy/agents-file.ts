import { z } from 'zod';
import { AGENT_CATEGORIES, type AgentList, type KnownAgent } from '../../domain/dependency/agent.ts';
import { readJson } from './read-json.ts';

const text = z.string().min(1).max(1000);
const version = z
  .string()
  .regex(/^\d+(?:\.\d+)*$/, 'expected a version such as 5.10')
  .max(50);
const patterns = z.array(text.max(300)).max(200);

const Need = z.strictObject({
  component: z.enum(['kernel', 'containerd', 'cgroup', 'kubernetes', 'os', 'per-kernel-build']),
  fromVersion: version.optional().describe('only agents from this version on, read from the tag of the image'),
  beforeVersion: version.optional().describe('only agents before this version'),
  min: version.optional().describe('the component must have this version or a later one'),
  below: version.optional().describe('the component must be older than this version'),
  oneOf: z.array(text).max(50).optional().describe('ids of systems such as ubuntu-22.04; or v1, v2 for cgroup'),
  note: text.describe('what to look at and what happens otherwise, in one sentence'),
});

const Agent = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected a name of small letters, digits and dashes')
    .max(100)
    .describe('an id that ships overrides that entry'),
  name: text.max(200),
  category: z.enum(AGENT_CATEGORIES),
  managedByAks: z.boolean().default(false).describe('true: it comes with AKS, which keeps it fit for every image'),
  recognisedBy: z
    .strictObject({
      images: patterns.default([]).describe('container images in which * stands for any text'),
      daemonSets: patterns.default([]).describe('names of DaemonSets, with the namespace where it matters'),
    })
    .refine(({ images, daemonSets }) => images.length + daemonSets.length > 0, 'name at least one image or DaemonSet'),
  needs: z.array(Need).max(50).default([]),
  sources: z.array(text).max(50).default([]),
});

/** `agents.json` as it ships. */
export const AgentsFile = z.object({ asOf: z.iso.date(), agents: z.array(Agent).max(2000) });

/** The user's own `agents.json`. */
export const AgentsOverride = z.strictObject({
  $schema: z.string().optional(),
  agents: z.array(Agent).max(2000).default([]).describe('in addition to what ships; the same id overrides it'),
  useBundledAgents: z.boolean().default(true).describe('false: only what this file lists is known'),
});

export function agentListOf({ asOf, agents }: z.infer<typeof AgentsFile>): AgentList {
  return { asOf, agents: agents.map(agentOf) };
}

/**
 * What ships, extended by the text of the user's `agents.json`. The user's own come first, so they are
 * recognised first.
 *
 * @throws InputError AGENTS_UNREADABLE with the place
 */
export function extendAgents(bundled: AgentList, json: string): AgentList {
  const own = readJson('agents.json', json, AgentsOverride, 'AGENTS_UNREADABLE');
  const ids = new Set(own.agents.map(({ id }) => id));
  const kept = own.useBundledAgents ? bundled.agents.filter(({ id }) => !ids.has(id)) : [];
  return { asOf: bundled.asOf, agents: [...own.agents.map(agentOf), ...kept] };
}

/** Schemas say `undefined` where the domain leaves a field out. */
function agentOf(agent: z.infer<typeof Agent>): KnownAgent {
  return JSON.parse(JSON.stringify(agent)) as KnownAgent;
}
