import type { OnCallChannel } from '../../ports/on-call.ts';
import { post, refusePlainHttp } from './post.ts';

export const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue';

/**
 * PagerDuty's Events API v2: one incident for each dedup key, however often it is triggered, acknowledged or resolved.
 * @see https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
export function pagerDuty(settings: { readonly routingKey: string; readonly url?: string }): OnCallChannel {
  const { routingKey, url = PAGERDUTY_URL } = settings;
  refusePlainHttp('PAGERDUTY_URL', url);
  return {
    name: 'pagerduty',
    tell: ({ kind, key, at, severity, summary, source, facts, link }) =>
      post({
        url,
        body: {
          routing_key: routingKey,
          event_action: kind,
          dedup_key: key,
          client: 'Image Steward',
          payload: { summary, source, severity, timestamp: new Date(at).toISOString(), custom_details: facts },
          ...(link && { links: [{ href: link, text: 'Image Steward' }] }),
        },
      }),
  };
}
