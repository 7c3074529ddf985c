import { z } from 'zod';
import type { ImagePolicy } from '../../domain/policy/image-policy.ts';
import { readJson } from './read-json.ts';

const pattern = z
  .string()
  .min(3)
  .max(300)
  .regex(/^AKS/, 'expected an image version that starts with AKS; * stands for any text')
  .describe('an image version in which * stands for any text');

const KnownBad = z.strictObject({
  pattern,
  reason: z.string().min(1).max(1000).describe('what it does, in one sentence'),
  fixedIn: z
    .string()
    .regex(/\d\.\d/, 'expected an image version')
    .max(300)
    .optional()
    .describe('first version that is good again: 202608.14.0, or a whole image version'),
  source: z.string().max(1000).optional(),
});

/** `image-policy.json` as it ships. */
export const ImagePolicyFile = z.object({ knownBad: z.array(KnownBad).max(2000) });

/** The user's own `image-policy.json`. */
export const ImagePolicyOverride = z.strictObject({
  $schema: z.string().optional(),
  approved: z
    .array(pattern)
    .max(2000)
    .optional()
    .describe('absent: every image is approved; present, even if empty: only what it lists is'),
  knownBad: z
    .array(KnownBad)
    .max(2000)
    .default([])
    .describe('in addition to what ships; the same pattern overrides it'),
  useBundledKnownBad: z.boolean().default(true).describe('false: only what this file lists is known to be bad'),
});

/**
 * The bundled lists, extended by the text of the user's `image-policy.json`.
 *
 * @throws InputError POLICY_UNREADABLE with the place
 */
export function extendImagePolicy(bundled: ImagePolicy, text: string): ImagePolicy {
  const own = readJson('image-policy.json', text, ImagePolicyOverride, 'POLICY_UNREADABLE');
  const patterns = new Set(own.knownBad.map((known) => known.pattern));
  const kept = own.useBundledKnownBad ? bundled.knownBad.filter((known) => !patterns.has(known.pattern)) : [];
  return { ...(own.approved ? { approved: own.approved } : {}), knownBad: [...own.knownBad, ...kept] };
}
