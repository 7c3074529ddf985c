import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError, InputError } from '../../domain/errors.ts';
import type { Exemption } from '../../domain/policy/exemption.ts';
import type { ExemptionStore } from '../../ports/exemption-store.ts';

const Content = z.object({
  exemptions: z.array(
    z.strictObject({
      id: z.string().min(1),
      scope: z.string().min(1),
      ruleId: z.string().min(1),
      owner: z.string(),
      reason: z.string(),
      until: z.iso.date(),
      createdAt: z.number().int(),
      createdBy: z.string(),
      endAnnouncedAt: z.number().int().optional(),
    }),
  ),
});

/**
 * Exemptions of one person's own, in a JSON file that is made with the first of them. For the sweep
 * from a laptop; not for two writers at once.
 *
 * Calls throw InputError `EXEMPTIONS_FILE` when the file holds something else, and ConfigError of the
 * same code when it cannot be read or written. A bad file is never written over.
 */
export function exemptionFile(path: string): ExemptionStore {
  async function load(): Promise<Exemption[]> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{"exemptions":[]}';
      throw unusable(path, error);
    });
    return parse(path, text);
  }

  async function store(exemptions: readonly Exemption[]): Promise<void> {
    const draft = `${path}.${process.pid}.new`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, `${JSON.stringify({ exemptions }, undefined, 2)}\n`, { mode: 0o600 });
      await rename(draft, path); // whole or not at all
    } catch (error) {
      throw unusable(path, error as NodeJS.ErrnoException);
    }
  }

  return {
    list: load,
    async add(exemption) {
      const all = await load();
      if (all.some(({ id }) => id === exemption.id)) return 'exists';
      await store([...all, exemption]);
      return 'added';
    },
    async endAnnounced(id, at) {
      const all = await load();
      if (!all.some((exemption) => exemption.id === id)) return 'missing';
      await store(all.map((exemption) => (exemption.id === id ? { ...exemption, endAnnouncedAt: at } : exemption)));
      return 'remembered';
    },
    async remove(id) {
      const all = await load();
      const left = all.filter((exemption) => exemption.id !== id);
      if (left.length === all.length) return 'missing';
      await store(left);
      return 'removed';
    },
  };
}

function parse(path: string, text: string): Exemption[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError('EXEMPTIONS_FILE', `the file of exemptions is not JSON: ${path}`, { path });
  }
  const content = Content.safeParse(json);
  if (content.success) return content.data.exemptions;
  const [issue] = content.error.issues;
  const field = issue?.path.join('.') || 'the whole file';
  throw new InputError('EXEMPTIONS_FILE', `the file of exemptions is wrong at ${field}: ${issue?.message} (${path})`, {
    path,
    field,
  });
}

function unusable(path: string, error: NodeJS.ErrnoException): ConfigError {
  return new ConfigError('EXEMPTIONS_FILE', `the file of exemptions cannot be used (${error.code}): ${path}`, { path });
}
