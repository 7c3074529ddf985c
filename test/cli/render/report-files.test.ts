import { expect, test } from 'vitest';
import { reportCsv } from '../../../cli/render/report-csv.ts';
import { reportHtml } from '../../../cli/render/report-html.ts';
import { reportJson } from '../../../cli/render/report-json.ts';
import { FindingsPage } from '../../../shared/app/views.ts';
import { exempted, hostileName, partialCoverage, removed, reportOf, sweepView } from './report-fixture.ts';

const HEADER =
  'severity,ruleId,subscriptionName,resourceGroup,cluster,pool,imageVersion,deadline,nextAction,why,facts,since,' +
  'readAt,exemptedUntil,exemptedBy,exemptedBecause,subscriptionId,clusterId,poolId,coverage';
const cluster =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop';

test('csv has one row per finding, each saying that the sweep is whole', () => {
  expect(reportCsv(reportOf([removed, exempted]))).toBe(
    [
      HEADER,
      'critical,images-removed,Shop,rg-shop,shop,web,AKSUbuntu-1804gen2containerd-202501.12.0,2026-03-17,' +
        'Create a pool on Ubuntu2404 and move the workloads.,The pool can neither scale nor reimage.,' +
        '"{""imagesRemoved"":""2026-03-17""}",2026-11-01T08:00:00.000Z,2026-11-20T08:00:00.000Z,,,,' +
        `00000000-0000-0000-0000-000000000001,${cluster},${cluster}/agentpools/web,whole`,
      'low,no-patch-channel,Shop,rg-shop,shop,,,,Set the node OS channel to NodeImage.,' +
        'Nodes get no security fixes by themselves.,"{""channel"":""None""}",2026-11-01T08:00:00.000Z,' +
        '2026-11-20T08:00:00.000Z,2026-12-31,dana,patched by hand,' +
        `00000000-0000-0000-0000-000000000001,${cluster},,whole`,
    ].join('\n'),
  );
});

test('csv of a partial sweep says so in every row, and neutralises names that are formulas', () => {
  const [, row] = reportCsv(reportOf([{ ...removed, cluster: hostileName }], partialCoverage)).split('\n');
  expect(row).toContain(",'=cmd()<U+001B>[31m<U+202E>gnp<b>,web,");
  expect(row).toMatch(/,partial$/);
});

test('csv without findings is its header', () => {
  expect(reportCsv(reportOf([]))).toBe(HEADER);
});

test('json of findings is a page as the HTTP API answers it', () => {
  const report = reportOf([removed, exempted], partialCoverage);
  expect(FindingsPage.parse(JSON.parse(reportJson(report)))).toEqual(report.page);
});

test('json of a sweep is its view with the findings', () => {
  const report = { ...reportOf([removed], partialCoverage), sweep: sweepView };
  expect(JSON.parse(reportJson(report))).toEqual({ ...sweepView, total: 1, findings: [removed] });
});

test('html is one page that loads nothing and runs nothing', () => {
  const text = reportHtml({ ...reportOf([removed, exempted]), sweep: sweepView });
  expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(text).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  );
  expect(text).not.toMatch(/<script|<link|<img|src=|href=|url\(/);
});

test('html of a partial sweep has a banner, and hostile names are text', () => {
  const text = reportHtml(reportOf([{ ...removed, cluster: hostileName }], partialCoverage));
  expect(text).toContain(
    '<p><strong>PARTIAL SWEEP: 1 of 2 subscriptions could not be seen. This is not the whole fleet.</strong></p>',
  );
  expect(text).toContain('<td>=cmd()&lt;U+001B&gt;[31m&lt;U+202E&gt;gnp&lt;b&gt;/web</td>');
});

test('html of a whole sweep has no banner', () => {
  expect(reportHtml(reportOf([removed]))).not.toContain('role="alert"');
});
