import { type Html, html, plain } from '../html/html.ts';

/** Severity in words; the colour only repeats it. */
export function severityMark(severity: string): Html {
  return html`<span class="severity ${severity}">${severity}</span>`;
}

export function markList(marks: readonly string[]): Html | '' {
  if (marks.length === 0) return '';
  return html`<ul class="marks" aria-label="Marks">${marks.map((mark) => html`<li>${plain(mark.replaceAll('-', ' '))}</li>`)}</ul>`;
}
