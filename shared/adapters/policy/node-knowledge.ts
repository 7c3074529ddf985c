import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { KnownAboutNodes, NodeKnowledge } from '../../ports/node-knowledge.ts';
import type { OverrideFiles } from '../../ports/override-files.ts';
import { packageRoot } from '../system/package-root.ts';
import { AgentsFile, agentListOf, extendAgents } from './agents-file.ts';
import { keptLook } from './kept-look.ts';
import { ownFile } from './own-file.ts';
import { readJson } from './read-json.ts';
import { StackFile, stackFactsOf } from './stack-file.ts';

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

/** What ships, with the user's `agents.json` of the policy container over it. */
export function extendableNodeKnowledge(
  files: OverrideFiles,
  clock: Clock,
  shipped: NodeKnowledge = bundledNodeKnowledge(),
): NodeKnowledge {
  let own: ReturnType<typeof follow> | undefined;
  const follow = ({ agents }: KnownAboutNodes) =>
    ownFile(files, 'agents.json', 'AGENTS_UNREADABLE', (json) => extendAgents(agents, json));

  async function look(): Promise<KnownAboutNodes> {
    const known = await shipped.load();
    own ??= follow(known);
    const { value, trouble } = await own();
    // The sweep keeps what it knows of its own files; this one is told by inspections.
    const told = trouble ? [{ ...trouble, id: 'inspection/agents.json' }] : [];
    return { ...known, agents: value ?? known.agents, trouble: told };
  }

  return { load: keptLook(clock, look) };
}

async function read(folder: string): Promise<KnownAboutNodes> {
  const file = async <T>(name: string, schema: z.ZodType<T>): Promise<T> =>
    readJson(name, await readFile(join(folder, name), 'utf8'), schema, 'BUNDLED_DATA_UNREADABLE');
  const [agents, stack] = await Promise.all([
    file('agents.json', AgentsFile),
    file('stack-compatibility.json', StackFile),
  ]);
  return { agents: agentListOf(agents), stack: stackFactsOf(stack), trouble: [] };
}
