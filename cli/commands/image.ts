import { Command } from 'commander';
import type { ImageView } from '../../shared/app/views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import type { ImageDiff } from '../../shared/domain/target/target.ts';
import { type OutputOptions, withOutput } from '../options.ts';
import { writeOut } from '../output.ts';
import { documentText } from '../render/document-text.ts';
import { imagesText } from '../render/image.ts';
import { imageDiffDocument } from '../render/image-diff.ts';
import { json } from '../render/json.ts';
import { terminalFor } from '../report.ts';
import { openHere } from '../source/open.ts';

export function imageCommand(): Command {
  return withOutput(new Command('image'))
    .description('Explain node image versions: what they are, how old, and how long they are supported.')
    .argument('<version...>', 'as AKS shows it in nodeImageVersion')
    .addHelpText('after', HELP)
    .action(async (versions: string[], options: OutputOptions) => {
      const here = await openHere();
      const images = await Promise.all(versions.map((version) => here.fleet.image(version)));
      const [from, to] = versions;
      const diff = versions.length === 2 && from && to ? await here.fleet.compareImages(from, to) : undefined;
      const text = imagesText(images, here.today(), options.format, terminalFor(options));
      await writeOut(diff ? withDiff(text, diff, options) : text, options.output);
      refuseWhenNothingIsKnown(images);
    });
}

/** Two images are also compared: below them in a table, as `diff` beside `images` in json; csv and html list them only. */
function withDiff(text: string, diff: ImageDiff, options: OutputOptions): string {
  if (options.format === 'table') return `${text}\n\n${documentText(imageDiffDocument(diff), terminalFor(options))}`;
  return options.format === 'json' ? json({ images: JSON.parse(text) as unknown, diff }) : text;
}

/** @throws InputError `CLI_IMAGE_UNKNOWN` when none was understood; the answer has the reason of each. */
function refuseWhenNothingIsKnown(images: readonly ImageView[]): void {
  if (images.some(({ kind }) => kind === 'known')) return;
  const which = images.length === 1 ? 'the version was not' : `none of the ${images.length} versions was`;
  throw new InputError('CLI_IMAGE_UNKNOWN', `${which} understood; the reason is in the answer`);
}

const HELP = `
It asks no one: everything comes from the catalogue and the retirement calendar that ship with steward.
An unknown form is said to be unknown, with the reason; nothing is guessed.
Two versions are also compared: what differs, and what has broken between the two before (json: {images, diff}).

Examples:
  $ steward image AKSUbuntu-2204gen2containerd-202410.27.0
  $ steward image AKSWindows-2022-containerd-20348.4529.251212 AKSAzureLinux-V3gen2-202510.03.0 --format json
  $ az aks nodepool list -g RG --cluster-name NAME --query [].nodeImageVersion -o tsv | xargs steward image

Exit codes:
  0  at least one version was understood
  1  none was, or it could not run`;
