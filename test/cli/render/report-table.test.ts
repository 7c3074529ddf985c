import { expect, test } from 'vitest';
import { reportTable } from '../../../cli/render/report-table.ts';
import { exempted, hostileName, partialCoverage, removed, reportOf, sweepView } from './report-fixture.ts';

const wide = { width: 120, colour: false };

test('a whole sweep without findings says so in two lines', () => {
  expect(reportTable(reportOf([]), wide)).toBe(
    ['Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.', '', 'No findings.'].join('\n'),
  );
});

test('findings are one line each, reasons and next actions follow', () => {
  expect(reportTable(reportOf([removed, exempted]), wide)).toBe(
    [
      'Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.',
      '',
      '#  SEVERITY        RULE              CLUSTER / POOL  DUE                         SUBSCRIPTION',
      '1  CRITICAL        images-removed    shop/web        2026-03-17 (248 days late)  Shop',
      '2  LOW (exempted)  no-patch-channel  shop            -                           Shop',
      '',
      'WHY, AND WHAT TO DO',
      '1.  images-removed: shop/web',
      '    The pool can neither scale nor reimage.',
      '    Next: Create a pool on Ubuntu2404 and move the workloads.',
      '2.  no-patch-channel: shop',
      '    Nodes get no security fixes by themselves.',
      '    Next: Set the node OS channel to NodeImage.',
      '    Exempted until 2026-12-31 by dana: patched by hand.',
    ].join('\n'),
  );
});

test('a narrow terminal wraps, and cuts nothing off', () => {
  expect(reportTable(reportOf([removed]), { width: 50, colour: false })).toBe(
    [
      'Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.',
      '',
      '#  SEVERITY  RULE     CLUSTER /  DUE',
      '                      POOL',
      '1  CRITICAL  images-  shop/web   2026-03-17 (248',
      '             removed             days late)',
      '',
      'WHY, AND WHAT TO DO',
      '1.  images-removed: shop/web',
      '    The pool can neither scale nor reimage.',
      '    Next: Create a pool on Ubuntu2404 and move the',
      '    workloads.',
    ].join('\n'),
  );
});

test('a wide terminal shows the image too', () => {
  expect(reportTable(reportOf([removed]), { width: 160, colour: false })).toContain(
    'DUE                         IMAGE                                     SUBSCRIPTION\n',
  );
});

test('reasons are given for the worst ten, or for all when asked', () => {
  const findings = Array.from({ length: 12 }, (_, index) => ({ ...removed, pool: `p${index + 1}` }));
  const worst = reportTable(reportOf(findings), wide);
  expect(worst).toContain('10. images-removed: shop/p10\n');
  expect(worst).not.toContain('11. images-removed');
  expect(worst).toContain('--details has the 2 others too; so have json, csv and html.');
  expect(reportTable({ ...reportOf(findings), details: 'all' }, wide)).toContain('12. images-removed: shop/p12\n');
});

test('a partial sweep says so before anything else, with who was not seen, why and since when', () => {
  const report = { ...reportOf([removed], partialCoverage), sweep: sweepView, changesKnown: true };
  expect(reportTable(report, wide)).toBe(
    [
      'Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.',
      'PARTIAL SWEEP: 1 of 2 subscriptions could not be seen. This is not the whole fleet.',
      '  - Legacy: forbidden since 2026-11-18 08:00 UTC. The identity may not read it; give it the Reader role.',
      '',
      'Findings    1 critical · 0 high · 0 medium · 1 low (1 of them exempted)',
      'Age (days)  0-30: 1 pool · over 90: 1 pool',
      'Retirement  supported: 1 pool · images removed: 1 pool',
      'Changes     1 new · 2 gone',
      '',
      '#  SEVERITY  RULE            CLUSTER / POOL  DUE                         IMAGE',
      '1  CRITICAL  images-removed  shop/web        2026-03-17 (248 days late)  AKSUbuntu-1804gen2containerd-202501.12.0',
      '',
      'WHY, AND WHAT TO DO',
      '1.  images-removed: shop/web',
      '    The pool can neither scale nor reimage.',
      '    Next: Create a pool on Ubuntu2404 and move the workloads.',
      '',
      'Trouble with Image Steward itself:',
      '  - CALENDAR_UNREADABLE: The calendar file could not be read. Correct it.',
    ].join('\n'),
  );
});

test('a sweep that remembers no sweep before claims no changes', () => {
  expect(reportTable({ ...reportOf([]), sweep: sweepView }, wide)).not.toContain('Changes');
});

test('a hostile name is shown and not obeyed', () => {
  const text = reportTable(reportOf([{ ...removed, cluster: hostileName }]), { width: 200, colour: false });
  expect(text).toContain('=cmd()<U+001B>[31m<U+202E>gnp<b>/web');
});

test('findings that a limit left out are counted', () => {
  const report = reportOf([removed]);
  expect(reportTable({ ...report, page: { ...report.page, total: 1_234 } }, wide)).toContain(
    'The worst 1 of 1,234 findings. --limit shows more; json, csv and html have all.',
  );
});

test('severities have colours when the terminal has', () => {
  expect(reportTable(reportOf([removed]), { width: 120, colour: true })).toContain('\u001b[31mCRITICAL\u001b[39m');
});

test('a sweep that is still running is said to be', () => {
  const running = { ...partialCoverage, finishedAt: undefined };
  expect(reportTable(reportOf([], running), wide).split('\n')[0]).toBe(
    'Sweep started 2026-11-20 07:59 UTC, still running: 1 subscription, 1 cluster, 2 node pools.',
  );
});
