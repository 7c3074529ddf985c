import { html, raw } from 'hono/html';

/** What `hono/html` makes: text whose insertions are escaped. */
export type Markup = ReturnType<typeof html>;

/** One self-contained HTML file: no script, nothing loaded from anywhere, light and dark. */
export function page(title: string, body: Markup | Markup[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`.toString();
}

const STYLE = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #57606a; --warn: #fff8c5; --critical: #a40e26; --high: #b35900; --medium: #7d5a00; --low: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #9da7b1; --warn: #3b2e00; --critical: #ff8a8a; --high: #ffb169; --medium: #e8c547; --low: #79c0ff; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 90rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { white-space: nowrap; }
.soft { color: var(--soft); }
.partial { background: var(--warn); border: 2px solid var(--high); border-radius: .4rem; padding: .5rem 1rem; }
.critical, .high, .medium, .low { font-weight: 600; text-transform: capitalize; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); }
.nowrap { white-space: nowrap; }
`;
