import { type Html, html, plain } from './html.ts';

const VALUE = String.raw`(?:'(?:[^']|'\\'')*'|[\w./@:+-]*[\w/@:+-])`;
const FLAG = String.raw` --(?:node-image-only|no-wait|yes)\b| --[\w-]+ ${VALUE}`;

/** The `az` commands that rules write: a verb, the subscription first, then flags with one value each. */
const COMMAND = new RegExp(`(az aks(?: [a-z-]+){1,3} --subscription ${VALUE}(?:${FLAG})*)`);

/** A sentence whose commands stand out and can be copied whole. */
export function withCommands(text: string): Html {
  const pieces = plain(text).split(COMMAND);
  return html`${pieces.map((piece, at) => (at % 2 === 1 ? html`<code class="command">${piece}</code>` : piece))}`;
}
