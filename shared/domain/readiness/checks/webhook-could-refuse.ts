import type { AdmissionWebhook, Pod } from '../../cluster/facts.ts';
import { selects } from '../../cluster/labels.ts';
import { count } from '../../words.ts';
import { type NewFinding, unseenLists } from '../finding.ts';
import { patchOf } from '../patch.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/**
 * A webhook that is asked when pods leave, or start anew, can refuse: by its own judgement, or, with
 * `failurePolicy: Fail`, because nobody answers. The latter is likely when what answers is drained itself.
 */
export const webhookCouldRefuse: Check = {
  id: 'webhook-could-refuse',

  judge(subject) {
    const unseen = unseenLists(subject, 'webhooks', 'pods');
    if (unseen.length > 0) return unseen;
    const { webhooks } = subject.index.facts;
    if (webhooks.kind !== 'seen') return [];
    const namespaces = new Set(subject.view.movable.map(({ namespace }) => namespace));
    const here = new Set(subject.view.nodes.map(({ name }) => name));
    return webhooks.items.flatMap((webhook) => judgeWebhook(subject, webhook, namespaces, here));
  },
};

function judgeWebhook(
  subject: ReadinessSubject,
  webhook: AdmissionWebhook,
  namespaces: ReadonlySet<string>,
  here: ReadonlySet<string>,
): NewFinding[] {
  const refusesLeaving = webhook.concerns.includes('eviction') || webhook.concerns.includes('pod-delete');
  const mustAnswer = webhook.failurePolicy !== 'Ignore';
  const asked = [...namespaces].filter((namespace) => isAskedAbout(subject, webhook, namespace));
  const asksNodes = webhook.concerns.includes('node');
  if (asked.length === 0 && !asksNodes) return [];
  // One that may be left out and is not asked when pods leave can neither refuse nor hold up.
  if (!mustAnswer && !refusesLeaving) return [];
  if (webhook.concerns.length === 0) return [];

  const answerers = answering(subject, webhook);
  const ready = answerers?.filter(({ ready: isReady }) => isReady);
  const elsewhere = ready?.filter(({ node }) => node !== undefined && !here.has(node));
  const down = mustAnswer && ready !== undefined && ready.length === 0;
  const leavesToo = mustAnswer && !down && elsewhere !== undefined && elsewhere.length === 0;
  const what = down
    ? `Nothing answers for it: no pod in its namespace is ready, and with failurePolicy ${webhook.failurePolicy} every ${concernText(webhook)} is refused.`
    : leavesToo
      ? `What answers for it runs on this pool only: while that is drained, every ${concernText(webhook)} may be refused.`
      : mustAnswer
        ? `It is asked about every ${concernText(webhook)}, and when it does not answer within ${webhook.timeoutSeconds} s, that is refused.`
        : `It is asked about every ${concernText(webhook)} and may refuse it.`;
  const kind = webhook.kind === 'validating' ? 'ValidatingWebhookConfiguration' : 'MutatingWebhookConfiguration';
  const object = { kind, name: webhook.configuration };
  return [
    {
      level: down ? 'blocks' : 'warns',
      object,
      ...ownerOf(subject, webhook),
      what: `Webhook ${webhook.name}: ${what}`,
      ...(ready && webhook.service
        ? {
            arithmetic: `ready pods in ${webhook.service.namespace}: ${ready.length}, of them on this pool ${ready.length - (elsewhere?.length ?? 0)}; asked about ${count(asked.length, 'namespace')} of this pool`,
          }
        : {}),
      remedy: down
        ? 'Start what answers for it, or let it be left out until it does.'
        : leavesToo
          ? 'Run a replica on another pool before the drain.'
          : 'Know whom to ask if evictions are refused; see that it has a replica that stays.',
      ...(mustAnswer
        ? {
            patch: patchOf(
              object,
              'strategic',
              { webhooks: [{ name: webhook.name, failurePolicy: 'Ignore' }] },
              'For the time of the drain only, and only if its owner agrees.',
            ),
          }
        : {}),
    },
  ];
}

/** Namespaces carry their own name as a label; where namespaces were not seen, any may be meant. */
function isAskedAbout({ index }: ReadinessSubject, { namespaceSelector }: AdmissionWebhook, name: string): boolean {
  if (index.facts.namespaces.kind !== 'seen') return true;
  const labels = { 'kubernetes.io/metadata.name': name, ...index.namespace(name)?.labels };
  return selects(namespaceSelector, labels);
}

/**
 * Which pods answer is not told (services and their endpoints are not read), so every pod of the service's
 * namespace counts as one that may. `undefined`: it answers outside the cluster.
 */
function answering({ index }: ReadinessSubject, { service }: AdmissionWebhook): readonly Pod[] | undefined {
  return service ? index.podsIn(service.namespace) : undefined;
}

function ownerOf({ index }: ReadinessSubject, { service }: AdmissionWebhook): { owner?: string } {
  const owner = service && index.ownerOf({ kind: 'Namespace', name: service.namespace });
  return owner ? { owner } : {};
}

function concernText({ concerns }: AdmissionWebhook): string {
  const words = { eviction: 'eviction', 'pod-delete': 'deletion of a pod', 'pod-create': 'new pod', node: 'new node' };
  return [...new Set(concerns)].map((concern) => words[concern]).join(' and ');
}
