import { createHmac } from 'node:crypto';
import type { Announcement } from '../../domain/announcement.ts';

/** CloudEvents 1.0, structured mode. `docs/webhook.md` shows one of each type. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

/** Who speaks; `id` is unique together with it. */
const SOURCE = '/image-steward';

/** @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export function cloudEvent(announcement: Announcement): CloudEvent {
  const { id, at, kind, ...data } = announcement;
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: `image-steward.${kind}.v1`,
    subject: subjectOf(announcement),
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}

/** ARM id of what it is about, or the migration, the plan, the whole fleet. */
function subjectOf(announcement: Announcement): string {
  if (announcement.kind === 'exemption-ending') return announcement.exemption.scope;
  if (announcement.kind === 'alert') return `/migrations/${announcement.explanation.migrationId}`;
  if (announcement.kind === 'planned-work') return announcement.clusterId;
  if (announcement.kind === 'migration-news') return `/migrations/${announcement.migrationId}`;
  if (announcement.kind === 'sign-off') return `/plans/${announcement.plan.id}`;
  if (announcement.kind === 'retirement-digest' || announcement.kind === 'fleet-freeze') return '/fleet';
  return `/subscriptions/${announcement.subscriptionId}`;
}

/**
 * Proves that we sent this body, and when: `t=UNIX-SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 of
 * `UNIX-SECONDS.BODY` under the shared secret. A receiver compares in constant time, and refuses a `t`
 * more than five minutes from its own clock, which is what makes a copied request worthless.
 */
export function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
