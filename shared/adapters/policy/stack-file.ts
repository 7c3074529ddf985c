import { z } from 'zod';
import { DEPENDENCY_KINDS } from '../../domain/dependency/dependency.ts';
import { STACK_COMPONENTS, type StackFacts } from '../../domain/target/stack.ts';

const text = z.string().min(1);
const texts = z.array(text);
const cgroup = z.enum(['v1', 'v2']);

/** `stack-compatibility.json` as it ships. */
export const StackFile = z.object({
  asOf: z.iso.date(),
  systems: z.array(
    z.strictObject({
      id: text,
      kernel: text.optional(),
      build: z.number().int().optional(),
      cgroup: cgroup.optional(),
      containerd: text.optional(),
      containerdHistory: z.array(z.strictObject({ fromImage: text, version: text })),
      openssl: text.optional(),
      python: text.optional(),
      confidence: text,
      notes: text.optional(),
      sources: texts.min(1),
    }),
  ),
  changes: z.array(
    z.strictObject({
      id: text,
      component: z.enum(STACK_COMPONENTS),
      when: z.strictObject({
        crossing: z
          .strictObject({ component: z.enum(['containerd', 'openssl', 'kernel', 'python']), at: text })
          .optional(),
        cgroup: z.strictObject({ from: cgroup, to: cgroup }).optional(),
        from: texts.optional(),
        to: texts.optional(),
        becomesFips: z.boolean().optional(),
        sourceFips: z.boolean().optional(),
        sourceConfidential: z.boolean().optional(),
        gpu: z.boolean().optional(),
        kubernetesFrom: text.optional(),
        imageFrom: text.optional(),
        imageBefore: text.optional(),
      }),
      touches: z
        .strictObject({
          kinds: z.array(z.enum(DEPENDENCY_KINDS)),
          agents: texts,
          csiDrivers: texts,
          hostPaths: texts,
        })
        .optional(),
      fact: text,
      check: text,
      effect: z.enum(['breaks', 'look']),
      confidence: text,
      sources: texts.min(1),
    }),
  ),
  moves: z.array(
    z.strictObject({
      from: texts.min(1),
      to: text,
      check: texts,
      inPlace: text.optional(),
      needsNewPool: z.boolean().optional(),
      sources: texts.min(1),
    }),
  ),
  managed: z.array(z.strictObject({ component: text, kubernetes: text, version: text, system: text.optional() })),
});

/** Schemas say `undefined` where the domain leaves a field out. */
export function stackFactsOf({ asOf, systems, changes, moves, managed }: z.infer<typeof StackFile>): StackFacts {
  return JSON.parse(JSON.stringify({ asOf, systems, changes, moves, managed })) as StackFacts;
}
