import type { OnCallChannel, Page } from '../../ports/on-call.ts';
import { post, refusePlainHttp } from './post.ts';

export const OPSGENIE_URL = 'https://api.opsgenie.com';

const PRIORITY: Readonly<Record<Page['severity'], string>> = { critical: 'P1', error: 'P2', warning: 'P3', info: 'P5' };
const LONGEST_MESSAGE = 130;

/**
 * Opsgenie's alert API and what speaks like it (Jira Service Management, ilert...): one alert for each alias.
 * @see https://docs.opsgenie.com/docs/alert-api
 */
export function opsgenie(settings: { readonly apiKey: string; readonly url?: string }): OnCallChannel {
  const { apiKey, url = OPSGENIE_URL } = settings;
  refusePlainHttp('OPSGENIE_URL', url);
  const base = `${url.replace(/\/+$/, '')}/v2/alerts`;
  const headers = { authorization: `GenieKey ${apiKey}` };
  return {
    name: 'opsgenie',
    tell(page) {
      const { kind, key, summary, source, severity, facts } = page;
      const note = { source: 'Image Steward', note: summary };
      if (kind !== 'trigger') {
        const verb = kind === 'resolve' ? 'close' : 'acknowledge';
        const path = `${encodeURIComponent(key)}/${verb}?identifierType=alias`;
        return post({ url: `${base}/${path}`, headers, body: note });
      }
      const details = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
      const body = {
        message: summary.slice(0, LONGEST_MESSAGE),
        alias: key,
        description: summary,
        source: 'Image Steward',
        entity: source,
        priority: PRIORITY[severity],
        details,
      };
      return post({ url: base, headers, body });
    },
  };
}
