import { expect, test } from 'vitest';
import { webhookCouldRefuse } from '../../../../shared/domain/readiness/checks/webhook-could-refuse.ts';
import { FORBIDDEN, givenPod, givenWebhook, judge, levels, seen } from '../../../support/kubernetes.ts';

const guard = (node: string, ready = true) =>
  givenPod('guard-1', {
    namespace: 'guard',
    node,
    ready,
    labels: { app: 'guard' },
    owner: { kind: 'Job', name: 'guard' },
  });
const given = (webhook: Parameters<typeof givenWebhook>[0], ...answering: ReturnType<typeof guard>[]) => ({
  facts: { webhooks: seen(givenWebhook(webhook)), pods: seen(givenPod('cart-1'), ...answering) },
});

test.each([
  [{}, guard('spare-1'), ['warns'], 'it answers from elsewhere'],
  [{}, guard('node-1'), ['warns'], 'it answers from this very pool'],
  [{}, guard('spare-1', false), ['blocks'], 'nobody is ready to answer'],
  [
    { failurePolicy: 'Ignore' },
    guard('spare-1', false),
    ['warns'],
    'it may be left out, and may refuse when it is there',
  ],
  [
    { failurePolicy: 'Ignore', concerns: ['pod-create'] as const },
    guard('spare-1'),
    [],
    'it is asked about new pods and may be left out',
  ],
  [{ concerns: ['pod-create'] as const }, guard('spare-1'), ['warns'], 'new pods wait for its answer'],
  [{ concerns: [] }, guard('spare-1'), [], 'it is asked about nothing of this'],
  [
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' }, matchExpressions: [] } },
    guard('spare-1'),
    ['warns'],
    'this namespace',
  ],
  [
    { namespaceSelector: { matchLabels: { team: 'other' }, matchExpressions: [] } },
    guard('spare-1'),
    [],
    'other namespaces',
  ],
])('%o: %# %j (%s)', (webhook, answering, expected, _why) => {
  expect(judge(webhookCouldRefuse, given(webhook, answering)).map(({ level }) => level)).toEqual(expected);
});

test('says who answers, and has a patch that leaves it out', () => {
  expect(judge(webhookCouldRefuse, given({}, guard('spare-1', false)))).toMatchObject([
    {
      object: { kind: 'ValidatingWebhookConfiguration', name: 'guard' },
      what: 'Webhook guard.example.com: Nothing answers for it: no pod in its namespace is ready, and with failurePolicy Fail every eviction is refused.',
      arithmetic: 'ready pods in guard: 0, of them on this pool 0; asked about 1 namespace of this pool',
      patch: expect.stringContaining('webhooks:\n  - name: guard.example.com\n    failurePolicy: Ignore\n'),
    },
  ]);
});

test('webhooks that were not seen are unknown', () => {
  expect(levels(judge(webhookCouldRefuse, { facts: { webhooks: FORBIDDEN } }))).toEqual([
    'unknown ManagedCluster payments',
  ]);
});
