import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AGENT_CATEGORIES, type AgentList } from '../../domain/dependency/agent.ts';
import type { KnownAboutNodes, NodeKnowledge } from '../../ports/node-knowledge.ts';
import { packageRoot } from '../system/package-root.ts';
import { readJson } from './read-json.ts';

const text = z.string().min(1).max(1000);
const texts = z.array(text).max(200);

/** `agents.json`. */
export const AgentsFile = z.object({
  asOf: z.iso.date(),
  agents: z
    .array(
      z.object({
        id: text,
        name: text,
        category: z.enum(AGENT_CATEGORIES),
        managedByAks: z.boolean(),
        recognisedBy: z.object({ images: texts, daemonSets: texts }),
        needs: z.array(
          z.object({
            component: z.enum(['kernel', 'containerd', 'cgroup', 'kubernetes', 'os', 'per-kernel-build']),
            fromVersion: text.optional(),
            beforeVersion: text.optional(),
            min: text.optional(),
            below: text.optional(),
            oneOf: texts.optional(),
            note: text,
          }),
        ),
        sources: texts,
      }),
    )
    .max(2_000),
});

/** What ships with this version, read once, when it is first asked for. */
export function bundledNodeKnowledge(folder: string = join(packageRoot(), 'data')): NodeKnowledge {
  let loaded: Promise<KnownAboutNodes> | undefined;
  return {
    load() {
      loaded ??= read(folder).catch((error: unknown) => {
        loaded = undefined;
        throw error;
      });
      return loaded;
    },
  };
}

async function read(folder: string): Promise<KnownAboutNodes> {
  const agents = readJson(
    'agents.json',
    await readFile(join(folder, 'agents.json'), 'utf8'),
    AgentsFile,
    'BUNDLED_DATA_UNREADABLE',
  );
  return { agents: agents as AgentList };
}
