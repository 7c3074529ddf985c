import { type Html, html, plain } from '../html/html.ts';

export interface Live {
  /** What is spoken when it changes. */
  readonly headline: string;
  /** Seconds between two looks; absent: nothing changes any more. */
  readonly every?: number;
  readonly content: Html;
}

/** Content that a small script keeps up to date; without the script it is as it was when the page was loaded. */
export function livePart({ headline, every, content }: Live): Html {
  return html`<p id="told" class="unseen" role="status"></p>
<div class="live-bar"><button id="hold" type="button" aria-pressed="false" hidden>Hold updates</button> <span id="trouble" class="warn" role="status"></span>${every ? html`<noscript><span class="soft">Scripts are off: load the page again to see what is new.</span></noscript>` : ''}</div>
<div id="live" class="live" data-headline="${plain(headline)}"${every ? html` data-every="${every}"` : ''}>
${content}
</div>`;
}
