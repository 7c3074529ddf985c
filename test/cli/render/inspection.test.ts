import { expect, test } from 'vitest';
import { documentHtml } from '../../../cli/render/document-html.ts';
import { documentMarkdown } from '../../../cli/render/document-markdown.ts';
import { documentText } from '../../../cli/render/document-text.ts';
import { inspectionDocument } from '../../../cli/render/inspection.ts';
import { GIVEN_INSPECTION } from '../../support/inspection.ts';

const terminal = { width: 100, colour: false };
const document = (fixes = false) => inspectionDocument(GIVEN_INSPECTION, { fixes });

test('for a terminal: verdicts first, then what is common, then each pool', () => {
  expect(documentText(document(), terminal)).toMatchInlineSnapshot(`
    "aks-shop-weu: 2 node pools, 6 nodes, 40 pods. Kubernetes v1.34.9, read 2026-11-20 08:00 UTC.

    PARTIAL: not everything was seen, and what rests on it is unknown.

      - network policies
        this identity may not list them (403)

    POOL  VERDICT               BLOCKS  NOT KNOWN  WARNS  NODES        LEANS ON IMAGE  TARGET
    shop  BLOCKED               1       0          1      3 (1 drift)  complex         violates
    apps  ready, with warnings  0       0          1      3            simple          no target known

    == Every pool

    Warns
      - ManagedCluster aks-shop-weu (conflicting-actor)
        The node OS channel may start an upgrade during the move.
        Do: Agree on a date.

    == shop: BLOCKED

    Blocks
      - PodDisruptionBudget shop/<U+001B>[2J<b>x</b>\`|*<U+202E>d (budget-allows-nothing, owner
        <U+001B>[2J<b>x</b>\`|*<U+202E>d)
        The budget allows nothing.
        Numbers: expected 3, healthy 3, must stay healthy 3: 0 may go
        Do: Loosen it.
        A ready-made fix is shown with --fixes.

    2 more findings of the same kinds are not listed.

    Leans on the image: complex
      - DaemonSet falco/falco
        It reads the kernel.

    WHAT LEANS                              KNOWN AS  HOW
    DaemonSet falco/falco (owner security)  Falco     host-path /lib/modules

    AKS brings these and keeps them fit for its images: kube-proxy.

    Target: violates
    AKSUbuntu-2204gen2containerd-202608.20.0 to AKSUbuntu-2404gen2containerd-202611.12.0: 1 check
    passed.

      - agent: violates
        Falco needs kernel 5.8.
        Change: 5.15 -> 6.8
        Concerns: DaemonSet falco/falco
        Do: Update Falco.

    Nodes: 1 of 3 drift
    The pool claims AKSUbuntu-2204gen2containerd-202608.20.0.

    NODES  IMAGE LABEL                        KERNEL             CONTAINERD  KUBELET  OS
    3      AKSUbuntu-2204gen2containerd-      5.15.0-1090-azure  1.7.28-1    1.34.9   Ubuntu 22.04.5 LTS
           202608.20.0

      - <U+001B>[2J<b>x</b>\`|*<U+202E>d
        It runs another kernel.

    == apps: ready, with warnings

    Leans on the image: simple
    Nothing of yours on it leans on the node or its image.

    Nodes: as the pool claims
    The pool claims AKSUbuntu-2204gen2containerd-202608.20.0.

    NODES  IMAGE LABEL                        KERNEL             CONTAINERD  KUBELET  OS
    3      AKSUbuntu-2204gen2containerd-      5.15.0-1090-azure  1.7.28-1    1.34.9   Ubuntu 22.04.5 LTS
           202608.20.0"
  `);
});

test('what is said of every pool is said once', () => {
  expect(documentText(document(), terminal).match(/may start an upgrade/g)).toHaveLength(1);
});

test('fixes are shown when they are asked for', () => {
  expect(documentText(document(), terminal)).not.toContain('maxUnavailable');
  expect(documentText(document(true), terminal)).toContain('        maxUnavailable: 1');
});

test('no line is wider than the terminal', () => {
  const lines = documentText(document(), { width: 60, colour: false }).split('\n');
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
});

test.each([
  ['a terminal', () => documentText(document(true), terminal), ['\u001b', '\u202e']],
  ['Markdown', () => documentMarkdown('I', document(true)), ['\u001b', '\u202e', ' <b>']],
  ['HTML', () => documentHtml('I', document(true)), ['\u001b', '\u202e', '<b>']],
])('hostile names do nothing in %s', (_, text, harm) => {
  const shown = text();
  expect(harm.filter((one) => shown.includes(one))).toEqual([]);
});

test('a fix in Markdown is a block of code that its own backticks cannot end', () => {
  const code = 'a: "```"\n';
  const text = documentMarkdown('I', [{ kind: 'item', title: 't', lines: [], code }]);
  expect(text).toBe('# I\n\n- **t**\n\n  ````yaml\n  a: "```"\n  ````');
});

test('with nothing but a kubeconfig it is said what is unknown for that', () => {
  const text = documentText(inspectionDocument({ ...GIVEN_INSPECTION, arm: 'not-asked' }, { fixes: false }), terminal);
  expect(text).toContain('Azure was not asked: quotas, subnets');
});
