import { html } from 'hono/html';
import type { Document, Part } from './document.ts';
import { type Markup, page } from './page.ts';
import { plain } from './plain.ts';

/** A document as one self-contained HTML page. */
export function documentHtml(title: string, document: Document): string {
  return page(plain(title), document.map(partHtml));
}

function partHtml(part: Part): Markup {
  switch (part.kind) {
    case 'heading':
      return part.level === 2 ? html`<h2>${plain(part.text)}</h2>\n` : html`<h3>${plain(part.text)}</h3>\n`;
    case 'text':
      return part.tone === 'warning'
        ? html`<p class="partial">${plain(part.text)}</p>\n`
        : html`<p>${plain(part.text)}</p>\n`;
    case 'table':
      return html`<div class="scroll"><table>
<thead><tr>${part.titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${part.rows.map((row) => html`<tr>${row.map((text) => html`<td>${plain(text)}</td>`)}</tr>\n`)}</tbody>
</table></div>\n`;
    case 'item':
      return html`<section><p><strong>${plain(part.title)}</strong>${part.lines.map(
        ({ label, text }) => html`<br>${label ? html`<span class="soft">${label}:</span> ` : ''}${plain(text)}`,
      )}</p>${part.code === undefined ? '' : html`<div class="scroll"><pre>${part.code.trimEnd().split('\n').map(plain).join('\n')}</pre></div>`}</section>\n`;
  }
}
