import { html } from '../html/html.ts';
import { layout } from '../html/layout.ts';
import type { Links } from '../html/links.ts';
import type { Frozen } from '../parts/frozen.ts';

/** A page that has only something to say: no sweep yet, no such cluster, a filter that was not understood. */
export function messagePage(
  message: { title: string; text: string; code?: string },
  links: Links,
  frozen?: Frozen,
): Promise<string> {
  return layout({
    title: `${message.title} - Image Steward`,
    links,
    frozen,
    body: html`<section class="panel message"><h1>${message.title}</h1>
<p>${message.text}</p>
${message.code ? html`<p class="soft">Code: <code>${message.code}</code></p>` : ''}
<p><a href="${links.dashboard()}">To the fleet</a></p></section>`,
  });
}
