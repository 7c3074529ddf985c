import { json } from './json.ts';
import type { Report } from './report.ts';

/** `sweep`: the sweep's view with its findings; `findings`: a page of findings, as the HTTP API answers it. */
export function reportJson({ sweep, page }: Report): string {
  if (!sweep) return json(page);
  return json({ ...sweep, total: page.total, findings: page.findings });
}
