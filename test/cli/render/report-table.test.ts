import { expect, test } from 'vitest';
import { reportTable } from '../../../cli/render/report-table.ts';
import { exempted, hostileName, partialCoverage, removed, reportOf, sweepView } from './report-fixture.ts';

const wide = { width: 120, colour: false };
const narrow = { width: 60, colour: false };

test('a whole sweep without findings says so in two lines', () => {
  expect(reportTable(reportOf([]), wide)).toBe(
    ['Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.', '', 'No findings.'].join('\n'),
  );
});

test('findings of a wide terminal have their next action as a column', () => {
  expect(reportTable(reportOf([removed, exempted]), wide)).toBe(
    [
      'Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.',
      '',
      'SEVERITY  RULE              CLUSTER / POOL  DUE                   NEXT ACTION',
      'CRITICAL  images-removed    shop/web        2026-03-17 (248 days  Create a pool on Ubuntu2404 and move the workloads.',
      '                                            late)',
      'LOW       no-patch-channel  shop            -                     Exempted until 2026-12-31 by dana: patched by hand.',
      '          (exempted)                                              Set the node OS channel to NodeImage.',
    ].join('\n'),
  );
});

test('findings of a narrow terminal have their next actions below', () => {
  expect(reportTable(reportOf([removed]), narrow)).toBe(
    [
      'Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.',
      '',
      'SEVERITY  RULE            CLUSTER / POOL  DUE',
      'CRITICAL  images-removed  shop/web        2026-03-17 (248',
      '                                          days late)',
      '',
      'NEXT ACTIONS',
      '1. shop/web, images-removed: Create a pool on Ubuntu2404',
      '   and move the workloads.',
    ].join('\n'),
  );
});

test('a partial sweep says so before anything else, with who was not seen, why and since when', () => {
  expect(reportTable({ ...reportOf([removed], partialCoverage), sweep: sweepView }, wide)).toBe(
    [
      'Sweep of 2026-11-20 08:00 UTC: 1 subscription, 1 cluster, 2 node pools.',
      'PARTIAL SWEEP: 1 of 2 subscriptions could not be seen. This is not the whole fleet.',
      '  - Legacy: forbidden since 2026-11-18 08:00 UTC. The identity may not read it; give it the Reader role.',
      '',
      'Findings    1 critical · 0 high · 0 medium · 1 low (1 of them exempted)',
      'Image age   0-30 days: 1 pool · over 90 days: 1 pool',
      'Retirement  supported: 1 pool · images removed: 1 pool',
      'Changes     1 new · 2 gone',
      '',
      'SEVERITY  RULE            CLUSTER / POOL  DUE                         NEXT ACTION',
      'CRITICAL  images-removed  shop/web        2026-03-17 (248 days late)  Create a pool on Ubuntu2404 and move the',
      '                                                                      workloads.',
      '',
      'Trouble with Image Steward itself:',
      '  - CALENDAR_UNREADABLE: The calendar file could not be read. Correct it.',
    ].join('\n'),
  );
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
