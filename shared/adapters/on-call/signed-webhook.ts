import type { Clock } from '../../ports/clock.ts';
import type { OnCallChannel } from '../../ports/on-call.ts';
import { signature } from '../webhook/cloud-event.ts';
import { post, refusePlainHttp } from './post.ts';

/** A receiver of one's own: CloudEvents 1.0, signed as announcements are. `docs/webhook.md` says how to check that. */
export function signedWebhook(
  settings: { readonly url: string; readonly secret: string },
  clock: Clock,
): OnCallChannel {
  const { url, secret } = settings;
  refusePlainHttp('ON_CALL_WEBHOOK_URL', url);
  return {
    name: 'webhook',
    tell({ id, at, kind, source, ...data }) {
      const body = JSON.stringify({
        specversion: '1.0',
        id,
        source: '/image-steward',
        type: `image-steward.page.${kind}.v1`,
        subject: source,
        time: new Date(at).toISOString(),
        datacontenttype: 'application/json',
        data: { kind, source, ...data },
      });
      const signed = signature(secret, Math.floor(clock.now() / 1000), body);
      const headers = { 'content-type': 'application/cloudevents+json; charset=utf-8', 'steward-signature': signed };
      return post({ url, headers, body });
    },
  };
}
