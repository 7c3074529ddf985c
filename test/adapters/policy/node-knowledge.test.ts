import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AgentsOverride, extendAgents } from '../../../shared/adapters/policy/agents-file.ts';
import { readBundled } from '../../../shared/adapters/policy/bundled.ts';
import { calendarOf } from '../../../shared/adapters/policy/calendar-file.ts';
import { bundledNodeKnowledge, extendableNodeKnowledge } from '../../../shared/adapters/policy/node-knowledge.ts';
import { InputError } from '../../../shared/domain/errors.ts';
import { parseNodeImage } from '../../../shared/domain/fleet/node-image.ts';
import { diffImages, type ImageFacts } from '../../../shared/domain/target/image-diff.ts';
import { stackOf } from '../../../shared/domain/target/image-stack.ts';
import type { KnownAboutNodes } from '../../../shared/ports/node-knowledge.ts';
import { NOW } from '../../support/fleet.ts';

let known: KnownAboutNodes;
let facts: ImageFacts;
beforeAll(async () => {
  known = await bundledNodeKnowledge().load();
  const { calendar, catalogue } = await readBundled();
  facts = { calendar: calendarOf(calendar, 'bundled'), catalogue, stack: known.stack };
});

describe('agents that ship', () => {
  test('each has an id of its own, a source and a way to be recognised', () => {
    const { agents } = known.agents;
    expect(agents.length).toBeGreaterThan(50);
    expect(new Set(agents.map(({ id }) => id)).size).toBe(agents.length);
    expect(agents.filter(({ sources }) => sources.length === 0)).toEqual([]);
  });

  test('changes and needs name only agents and systems that there are', () => {
    const agents = new Set(known.agents.agents.map(({ id }) => id));
    const systems = new Set(known.stack.systems.map(({ id }) => id));
    expect(known.stack.changes.flatMap(({ touches }) => touches?.agents ?? []).filter((id) => !agents.has(id))).toEqual(
      [],
    );
    const named = [
      ...known.stack.changes.flatMap(({ when }) => [...(when.from ?? []), ...(when.to ?? [])]),
      ...known.agents.agents.flatMap(({ needs }) =>
        needs.filter(({ component }) => component === 'os').flatMap(({ oneOf }) => oneOf ?? []),
      ),
    ];
    expect(named.filter((id) => !systems.has(id))).toEqual([]);
  });
});

describe('systems', () => {
  test('every family of the catalogue is of a known system, but for those that were never offered or are long gone', () => {
    const without = [...facts.catalogue.families.entries()].flatMap(([family, builds]) => {
      const name = facts.catalogue.names?.get(family) ?? family;
      const image = parseNodeImage(`${name}-${builds.at(-1)?.version}`);
      return image.kind === 'known' && !stackOf(image, facts.stack, facts.catalogue).system ? [name] : [];
    });
    expect(without.toSorted()).toEqual(['AKSUbuntu-1604', 'AKSUbuntu-2004containerd', 'AKSUbuntu-2004gen2containerd']);
  });

  test('the kernel and containerd of a system fit those of its builds', () => {
    const differing = [...facts.catalogue.families.entries()].flatMap(([family, builds]) =>
      builds.slice(-1).flatMap(({ version, kernel, containerd }) => {
        const image = parseNodeImage(`${facts.catalogue.names?.get(family) ?? family}-${version}`);
        if (image.kind === 'unknown' || image.osType === 'Windows') return [];
        const { system } = stackOf(image, facts.stack, facts.catalogue);
        const major = (text: string | undefined) => /\d+/.exec(text ?? '')?.[0];
        const off =
          (kernel && system?.kernel && !kernel.startsWith(system.kernel.split('.').slice(0, 2).join('.'))) ||
          (containerd && system?.containerd && major(containerd) !== major(system.containerd));
        return off ? [`${image.name}: ${kernel} ${containerd}`] : [];
      }),
    );
    expect(differing).toEqual([
      'AKSUbuntu-1804fipscontainerd-202506.16.0: 4.15.0-2098-azure-fips 1.7.1-1',
      'AKSUbuntu-1804gen2fipscontainerd-202506.16.0: 4.15.0-2098-azure-fips 1.7.1-1',
    ]);
  });

  test.each([
    [
      'AKSUbuntu-2204gen2containerd-202608.20.0',
      'AKSUbuntu-2404gen2containerd-202610.08.0',
      'containerd-2-config',
      true,
    ],
    ['AKSAzureLinux-V2gen2-202512.06.0', 'AKSAzureLinux-V3gen2-202610.08.0', 'openssl-3', true],
    ['AKSUbuntu-2204gen2containerd-202608.20.0', 'AKSUbuntu-2404gen2containerd-202610.08.0', 'openssl-3', false],
    ['AKSUbuntu-2004gen2fipscontainerd-202608.20.0', 'AKSUbuntu-2204gen2fipscontainerd-202608.20.0', 'cgroup-v2', true],
    ['AKSUbuntu-2204gen2fipscontainerd-202608.20.0', 'AKSUbuntu-2404gen2containerd-202610.08.0', 'fips-24-04', true],
    ['AKSUbuntu-2404gen2containerd-202608.20.0', 'AKSUbuntu-2404gen2containerd-202610.08.0', 'containerd-2-cri', false],
    ['AKSAzureLinux-V3gen2-202606.19.0', 'AKSAzureLinux-V3gen2-202607.02.0', 'kernel-6-6-141', true],
    ['AKSAzureLinux-V3gen2-202606.19.0', 'AKSAzureLinux-V3gen2-202608.14.0', 'kernel-6-6-141', false],
    ['AKSWindows-2022-containerd-20348.5622.260918', 'AKSWindows-2025-26100.33438.260909', 'windows-build', true],
  ])('from %s to %s, %s: %s', (from, to, id, expected) => {
    expect(diffImages(from, to, facts).breaking.some((change) => change.id === id)).toBe(expected);
  });
});

describe('agents.json of the user', () => {
  const own = { id: 'our-probe', name: 'Our probe', category: 'ebpf', recognisedBy: { images: ['*our/probe:*'] } };
  const files = (text: () => string | undefined) => ({
    read: async () => (text() === undefined ? undefined : { text: text() ?? '', etag: text() ?? '' }),
    lastGood: async () => undefined,
    saveLastGood: async () => undefined,
  });

  test('adds agents, which are recognised first; the same id overrides; what ships can be left out', () => {
    const ids = (file: object) => extendAgents(known.agents, JSON.stringify(file)).agents.map(({ id }) => id);
    expect(ids({ agents: [own] })).toEqual(['our-probe', ...known.agents.agents.map(({ id }) => id)]);
    expect(ids({ agents: [{ ...own, id: 'falco' }] }).filter((id) => id === 'falco')).toEqual(['falco']);
    expect(ids({ agents: [own], useBundledAgents: false })).toEqual(['our-probe']);
  });

  test.each([
    ['not JSON', '{', /is not JSON/],
    ['no way to recognise it', JSON.stringify({ agents: [{ ...own, recognisedBy: {} }] }), /agents\[0\]\.recognisedBy/],
    ['an unknown field', JSON.stringify({ agent: [] }), /the whole file/],
    [
      'a bound that is no version',
      JSON.stringify({ agents: [{ ...own, needs: [{ component: 'kernel', min: 'new', note: 'x' }] }] }),
      /needs\[0\]\.min/,
    ],
  ])('%s is refused with its place', (_name, text, message) => {
    expect(() => extendAgents(known.agents, text)).toThrow(InputError);
    expect(() => extendAgents(known.agents, text)).toThrow(message);
  });

  test('is looked at again after a minute, and a bad version leaves the last good one in force', async () => {
    let text: string | undefined;
    const clock = { at: NOW, now: () => clock.at };
    const source = extendableNodeKnowledge(
      files(() => text),
      clock,
      { load: async () => known },
    );
    const first = async () => (await source.load()).agents.agents[0]?.id;
    expect(await first()).toBe(known.agents.agents[0]?.id);
    text = JSON.stringify({ agents: [own] });
    expect(await first()).toBe(known.agents.agents[0]?.id);
    clock.at += 60_000;
    expect(await first()).toBe('our-probe');
    text = '{';
    clock.at += 60_000;
    const after = await source.load();
    expect(after.agents.agents[0]?.id).toBe('our-probe');
    expect(after.trouble).toMatchObject([{ id: 'inspection/agents.json', code: 'AGENTS_UNREADABLE' }]);
  });

  /** After a change of the schema, `npx vitest run test/adapters/policy -u` writes it anew. */
  test('data/schema/agents.schema.json says what is accepted', async () => {
    const json = z.toJSONSchema(AgentsOverride, { io: 'input' });
    await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot('../../../data/schema/agents.schema.json');
  });
});
