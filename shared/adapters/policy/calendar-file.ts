import { z } from 'zod';
import type { KubernetesSupport, RetirementCalendar, RetirementEntry } from '../../domain/retirement/calendar.ts';
import { addDays, type Day, startOfDay } from '../../domain/time.ts';

const day = z.string().refine((text) => startOfDay(text) !== undefined, 'expected a real day, as in 2027-06-30');
const month = /^\d{4}-(0[1-9]|1[0-2])$/;
const dayOrMonth = z
  .string()
  .refine(
    (text) => month.test(text) || startOfDay(text) !== undefined,
    'expected a real day (2027-06-30) or a month (2027-06, which means its last day)',
  );
const minor = z.string().regex(/^\d{1,3}\.\d{1,4}$/, 'expected a Kubernetes minor, as in 1.34');
const text = z.string().max(4000);
const texts = z.array(text.min(1)).max(1000);

const Range = z
  .strictObject({
    osSku: text.min(1),
    min: minor.optional(),
    max: minor.optional(),
    fips: z.boolean().optional(),
    confidential: z.boolean().optional(),
  })
  .describe('with this OS SKU, these Kubernetes minors run on this OS');

/** One OS of node images, as `calendar.json` and `retirements.json` have it. `null` means "not announced". */
const EntryFields = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,60}$/, 'expected an id of small letters, digits, dots and dashes'),
  osType: z.enum(['Linux', 'Windows']),
  families: texts.min(1).describe('image families; * at the end stands for anything; the most specific pattern wins'),
  osSkus: texts,
  status: z.enum([
    'supported',
    'supported-retiring',
    'preview',
    'preview-retiring',
    'retired',
    'removed',
    'built-not-offered',
  ]),
  supportEnds: day.nullable().describe('from this day on: no new images and no patches'),
  imagesRemoved: day.nullable().describe('from this day on: the images are gone'),
  successorOsSku: text.nullable(),
  successorPath: text.optional(),
  kubernetes: z.array(Range).max(100),
  consequence: text,
  notes: text.optional(),
  conflict: text.optional(),
  confidence: z.enum(['high', 'medium', 'low']),
  source: texts,
});
/** The same, where it must be whole. */
export const EntryFile = EntryFields.extend({
  kubernetes: EntryFields.shape.kubernetes.default([]),
  consequence: EntryFields.shape.consequence.default(''),
});
export type EntryFile = z.infer<typeof EntryFile>;

/** One Kubernetes minor, as `calendar.json` and `kubernetes-support.json` have it. */
export const KubernetesFile = z.strictObject({
  version: minor,
  standardSupportEnd: dayOrMonth.nullish().describe('last day of standard support'),
  ltsEnd: dayOrMonth.nullish().describe('last day of long-term support'),
  aksGa: dayOrMonth.nullish().describe('when AKS offers it everywhere'),
  source: texts,
});
export type KubernetesFile = z.infer<typeof KubernetesFile>;

/**
 * The user's own `calendar.json`. What has the id of a bundled entry overrides the fields it names; what has
 * a new id is a new entry and must be whole. The same goes for Kubernetes minors by `version`.
 */
export const CalendarOverride = z.strictObject({
  $schema: text.optional(),
  asOf: day.optional().describe('the day up to which the facts in this file were checked'),
  entries: z
    .array(EntryFields.partial().required({ id: true }))
    .max(1000)
    .default([]),
  kubernetes: z
    .array(KubernetesFile.partial().required({ version: true }))
    .max(200)
    .default([]),
});
export type CalendarOverride = z.infer<typeof CalendarOverride>;

/** `retirements.json` as it ships; fields that are for readers of the file are let through. */
export const RetirementsFile = z.object({ asOf: day, entries: z.array(EntryFile) });
/** `kubernetes-support.json` as it ships. */
export const KubernetesSupportFile = z.object({
  versions: z.array(z.object(KubernetesFile.shape)),
});

export interface CalendarFacts {
  readonly asOf: Day;
  readonly entries: readonly EntryFile[];
  readonly kubernetes: readonly KubernetesFile[];
}

export function calendarOf(facts: CalendarFacts, origin: RetirementCalendar['origin']): RetirementCalendar {
  return {
    asOf: facts.asOf,
    origin,
    entries: facts.entries.map(entryOf),
    kubernetes: facts.kubernetes.map(kubernetesOf),
  };
}

function entryOf({
  source,
  supportEnds,
  imagesRemoved,
  successorOsSku,
  conflict,
  ...rest
}: EntryFile): RetirementEntry {
  const notes = [rest.notes, conflict && `Sources disagree: ${conflict}.`].filter(Boolean).join(' ');
  return {
    ...rest,
    ...(supportEnds ? { supportEnds } : {}),
    ...(imagesRemoved ? { imagesRemoved } : {}),
    ...(successorOsSku ? { successorOsSku } : {}),
    ...(notes ? { notes } : {}),
    sources: source,
  };
}

function kubernetesOf({ version, standardSupportEnd, ltsEnd, aksGa, source }: KubernetesFile): KubernetesSupport {
  return {
    minor: version,
    ...(standardSupportEnd ? { standardEnds: lastDay(standardSupportEnd) } : {}),
    ...(ltsEnd ? { ltsEnds: lastDay(ltsEnd) } : {}),
    ...(aksGa ? { generallyAvailable: lastDay(aksGa) } : {}),
    sources: source,
  };
}

/** A month without a day means its last day. */
function lastDay(published: string): Day {
  if (!month.test(published)) return published;
  const [year = 0, number = 1] = published.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
  return addDays(next, -1);
}
