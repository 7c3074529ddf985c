import { type Frozen, frozenBanner } from '../parts/frozen.ts';
import { type Html, html } from './html.ts';
import type { Links } from './links.ts';

export interface Page {
  readonly title: string;
  readonly links: Links;
  /** Under the name of the app: where this page is. */
  readonly trail?: Html;
  /** An asset that the page runs; without it a page runs no script. */
  readonly script?: string;
  /** Absent: nothing holds the fleet, as far as this page knows. */
  readonly frozen?: Frozen | undefined;
  readonly body: Html;
}

/** The frame of every page. It loads a style sheet, an icon and at most one script from here, and nothing else from anywhere. */
export async function layout({ title, links, trail, script, frozen, body }: Page): Promise<string> {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${links.asset('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${links.asset('steward.css')}">
${script ? html`<script src="${links.asset(script)}" type="module"></script>` : ''}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<div class="inner">
<a class="brand" href="${links.dashboard()}"><img src="${links.asset('icon.svg')}" alt="" width="22" height="22">Image Steward</a>
${trail ?? ''}
<nav class="ways" aria-label="Pages"><a href="${links.dashboard()}">Fleet</a> <a href="${links.plans()}">Plans</a> <a href="${links.migrations()}">Migrations</a>${links.chat ? html` <a href="${links.chat}">Chat</a>` : ''}</nav>
</div>
</header>
<main id="main" tabindex="-1">
${frozenBanner(frozen)}
${body}
</main>
<footer class="foot">
<div class="inner">
<a href="${links.api('calendar.ics')}">Retirement calendar (.ics)</a>
<a href="${links.api('openapi.json')}">API</a>
<span>All days and times are UTC.</span>
</div>
</footer>
</body>
</html>`;
  return String(page);
}
