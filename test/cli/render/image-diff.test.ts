import { expect, test } from 'vitest';
import { documentText } from '../../../cli/render/document-text.ts';
import { imageDiffDocument } from '../../../cli/render/image-diff.ts';
import type { ImageDiff } from '../../../shared/domain/target/target.ts';

const DIFF: ImageDiff = {
  from: 'AKSUbuntu-2204gen2containerd-202608.20.0',
  to: 'AKSUbuntu-2404gen2containerd-202611.12.0',
  order: 'other-family',
  daysApart: 84,
  rows: [
    { part: 'kernel', from: '5.15.0-1118-azure', to: '6.8.0-1070-azure', changed: true, by: 'image' },
    { part: 'cgroup', from: 'v2', to: 'v2', changed: false, by: 'system' },
    { part: 'containerd', from: '1.7.34', changed: 'unknown', by: 'image' },
  ],
  breaking: [{ id: 'x', fact: 'It removes v1alpha2.', check: 'Clients must speak v1.' }],
  checks: ['eBPF agents'],
  inPlace: 'yes',
  unknowns: ['containerd of the second'],
};

const text = (diff: ImageDiff) => documentText(imageDiffDocument(diff), { width: 100, colour: false });

test('a diff shows what changes and what is not known, and names what stays', () => {
  expect(text(DIFF)).toBe(`== AKSUbuntu-2204gen2containerd-202608.20.0 to AKSUbuntu-2404gen2containerd-202611.12.0
The two are of different families, so neither is newer. The second was built 84 days later.

PART        FROM               TO                KNOWN BY
kernel      5.15.0-1118-azure  6.8.0-1070-azure  image
containerd  1.7.34             unknown           image

The same in both: cgroup.

Has broken things before
  - It removes v1alpha2.
    Look at: Clients must speak v1.

To look at when moving
  - eBPF agents

In place: yes.

Not known
  - containerd of the second`);
});

test.each([
  [1, 'The second was built 1 day later.'],
  [-2, 'The second was built 2 days earlier.'],
  [0, 'The second was built on the same day.'],
])('%i days apart is told as "%s"', (daysApart, sentence) => {
  expect(text({ ...DIFF, daysApart })).toContain(sentence);
});
