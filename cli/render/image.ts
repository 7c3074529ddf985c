import { fromToday } from '../../shared/app/fleet-words.ts';
import type { ImageView } from '../../shared/app/views.ts';
import type { Day } from '../../shared/domain/time.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { plain } from './plain.ts';
import { type Field, records } from './records.ts';
import { paint, type Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Image versions explained. `json` is the list of views; the table has one block per version. */
export function imagesText(images: readonly ImageView[], today: Day, format: Format, terminal: Terminal): string {
  if (format === 'table') return images.map((image) => block(image, today, terminal)).join('\n\n');
  if (format === 'json') return json(images);
  return records({ title: 'Node images', value: images, rows: images, fields: FIELDS, none: '' }, format, terminal);
}

const LABEL_WIDTH = 18;

function block(image: ImageView, today: Day, terminal: Terminal): string {
  const { bold } = paint(terminal);
  const lines = facts(image, today).flatMap(([label, text]) =>
    wrap(plain(text), terminal.width - LABEL_WIDTH - 2).map(
      (line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`,
    ),
  );
  return [...wrap(plain(image.name), terminal.width).map((line) => bold(line)), ...lines].join('\n');
}

function facts(image: ImageView, today: Day): [string, string][] {
  if (image.kind === 'unknown') {
    return [['Not understood', image.reason ?? 'the form of this version is not known; nothing is claimed about it']];
  }
  const rows: [string, string | undefined][] = [
    ['Operating system', image.osRelease ?? image.osType],
    ['OS SKU', (image.osSkus ?? (image.osSku ? [image.osSku] : [])).join(', ') || undefined],
    ['Machine', machine(image)],
    ['Flags', image.flags && flagsText(image.flags)],
    ['Family', image.family],
    ['Built', built(image)],
    ['Status', statusText(image)],
    ['Support ends', dated(image.supportEnds, today)],
    ['Images removed', dated(image.imagesRemoved, today)],
    ['Newest', newest(image)],
    ['Announced', yesNo(image.announced, 'yes', 'no: built, but not in the public release notes')],
    ['Kernel', image.kernel],
    ['containerd', image.containerd],
  ];
  return rows.map(([label, text]) => [label, text ?? 'unknown']);
}

function flagsText(flags: NonNullable<ImageView['flags']>): string {
  const set = Object.entries(flags).filter(([, on]) => on);
  return set.map(([name]) => name).join(', ') || 'none';
}

function machine({ arch, generation }: ImageView): string | undefined {
  if (!arch) return undefined;
  return generation ? `${arch}, VM generation ${generation}` : arch;
}

function built({ date, ageDays, securityPatchDate }: ImageView): string | undefined {
  if (!date) return undefined;
  const age = ageDays === undefined ? '' : ` (${ageDays} days old)`;
  return securityPatchDate ? `${date}${age}, security patch of ${securityPatchDate} laid over it` : `${date}${age}`;
}

function statusText({ status }: ImageView): string {
  return STATUS[status] ?? status;
}

const STATUS: Readonly<Record<string, string>> = {
  supported: 'supported',
  'outside-support': 'outside support: Microsoft supports an image for 90 days',
  'support-ended': 'support for its operating system has ended',
  'images-removed': 'removed: pools on it cannot scale, reimage or repair',
  unknown: 'unknown',
};

function dated(day: Day | undefined, today: Day): string {
  return day === undefined ? 'not announced' : `${day} (${fromToday(day, today)})`;
}

function newest({ newest: version, name }: ImageView): string | undefined {
  return version === name ? 'this is the newest known of its family' : version;
}

function yesNo(value: boolean | undefined, yes: string, no: string): string | undefined {
  return value === undefined ? undefined : value ? yes : no;
}

const keys = [
  'name',
  'kind',
  'reason',
  'family',
  'version',
  'osType',
  'osSku',
  'osRelease',
  'arch',
  'generation',
  'date',
  'securityPatchDate',
  'ageDays',
  'status',
  'supportEnds',
  'imagesRemoved',
  'newest',
  'announced',
  'kernel',
  'containerd',
] as const satisfies readonly (keyof ImageView)[];

const FIELDS: readonly Field<ImageView>[] = keys.map((key) => ({
  key,
  title: key,
  least: 4,
  text: (image) => String(image[key] ?? ''),
}));
