import type { ImageDiff } from '../../shared/domain/target/target.ts';
import type { Document, Part } from './document.ts';

const ORDER: Readonly<Record<ImageDiff['order'], string>> = {
  newer: 'The second image is newer, of the same family',
  older: 'The second image is older, of the same family',
  same: 'Both are the same image',
  'other-family': 'The two are of different families, so neither is newer',
  unknown: 'Not both names could be read, so they are not compared',
};

/** What differs between two images, part by part; what stays the same is left out of the table. */
export function imageDiffDocument(diff: ImageDiff): Document {
  const { order, daysApart, rows, breaking, checks, inPlace, unknowns } = diff;
  const changed = rows.filter((row) => row.changed !== false);
  const same = rows.filter((row) => row.changed === false).map(({ part }) => part);
  const apart = daysApart === undefined || order === 'same' ? '' : ` The second was built ${daysText(daysApart)}.`;
  return [
    { kind: 'heading', level: 2, text: `${diff.from} to ${diff.to}` },
    { kind: 'text', text: `${ORDER[order]}.${apart}` },
    ...(changed.length > 0
      ? [
          {
            kind: 'table',
            titles: ['PART', 'FROM', 'TO', 'KNOWN BY'],
            rows: changed.map(({ part, from, to, by }) => [part, from ?? 'unknown', to ?? 'unknown', by]),
          } as const,
        ]
      : []),
    ...(same.length > 0 ? [{ kind: 'text', text: `The same in both: ${same.join(', ')}.` } as const] : []),
    ...list(
      'Has broken things before',
      breaking.map(({ fact, check }) => ({ title: fact, text: check })),
    ),
    ...list(
      'To look at when moving',
      checks.map((check) => ({ title: check })),
    ),
    ...(inPlace ? [{ kind: 'text', text: `In place: ${inPlace}.`.replace(/\.\.$/, '.') } as const] : []),
    ...list(
      'Not known',
      unknowns.map((unknown) => ({ title: unknown })),
    ),
  ];
}

function list(title: string, items: readonly { readonly title: string; readonly text?: string }[]): Part[] {
  if (items.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: title },
    ...items.map(
      (item): Part => ({
        kind: 'item',
        title: item.title,
        lines: item.text === undefined ? [] : [{ label: 'Look at', text: item.text }],
      }),
    ),
  ];
}

function daysText(days: number): string {
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  return days === 0 ? 'on the same day' : `${count} ${days > 0 ? 'later' : 'earlier'}`;
}
