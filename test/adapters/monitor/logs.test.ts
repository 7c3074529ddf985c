import { assert, property, string } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kqlText, LOGS_SCOPE } from '../../../shared/adapters/monitor/kql.ts';
import { logSignals } from '../../../shared/adapters/monitor/logs.ts';
import { type GivenMonitor, givenMonitor, table } from './given-monitor.ts';

const NOW = Date.parse('2026-11-20T08:10:00Z');
const HOUR = 3_600_000;
const CLUSTER = '/subscriptions/1/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/aks-shop';
const NODE = 'aks-apps-12345678-vmss000001';
const LINES = { At: 'datetime', Node: 'string', Kind: 'string', Line: 'string' };
const COUNTS = { Requests: 'long', Failed: 'long' };
const WORKSPACE = '11111111-2222-3333-4444-555555555555';

let monitor: GivenMonitor;
beforeEach(async () => {
  monitor = await givenMonitor();
});
afterEach(() => monitor.close());

const ago = (ms: number) => new Date(NOW - ms).toISOString();
const newest = (ms: number) => [ago(ms), '', 'newest', ''];
const source = () =>
  logSignals(
    monitor.ask('Azure Monitor Logs', LOGS_SCOPE),
    { url: monitor.url, workspaceId: WORKSPACE },
    { now: () => NOW },
    true,
  );
const troubles = (body: unknown, status = 200) => {
  monitor.answer = () => ({ status, body });
  const asked = { since: NOW - HOUR, pools: [] };
  return source()
    .read(CLUSTER, asked, new Set(['nodeTroubles']))
    .then((told) => told.nodeTroubles);
};

describe('what is asked', () => {
  test('one query for a whole cluster, by POST, signed in for the query API', async () => {
    await troubles(table(LINES, newest(60_000)));
    expect(monitor.scopes).toEqual(['https://api.loganalytics.io/.default']);
    const [asked] = monitor.asked;
    expect(asked).toMatchObject({
      path: `/v1/workspaces/${WORKSPACE}/query`,
      authorization: 'Bearer of-a-test',
      contentType: 'application/json',
    });
    expect(asked?.query).toContain(`let cluster = "${CLUSTER}";`);
    for (const name of ['Syslog', 'KubeEvents', 'ContainerLogV2']) expect(asked?.query).toContain(`(${name} | where`);
  });

  test('a name cannot leave its literal', async () => {
    expect(kqlText('x" | union Secrets // \\')).toBe('"x\\" | union Secrets // \\\\"');
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(kqlText(text)).toMatch(/^"(?:[^"'\\\p{Cc}\u2028\u2029]|\\["'\\]|\\u[0-9a-f]{4})*"$/u);
      }),
    );
    monitor.answer = () => ({ body: table(LINES, newest(0)) });
    const evil = 'a";\nSecrets | take 10 //';
    await source().read(evil, { since: NOW, pools: [] }, new Set(['nodeTroubles', 'errorRate']));
    for (const { query } of monitor.asked) {
      expect(query.split('\n')[0]).toBe('let cluster = "a\\";\\u000aSecrets | take 10 //";');
      expect(query.match(/Secrets/g)).toHaveLength(1);
    }
  });
});

describe('what is told', () => {
  test('grave lines and events of nodes, as they were written', async () => {
    const line = 'Out of memory: Killed process 4711 (java) total-vm:8161632kB';
    const body = table(LINES, [ago(90_000), NODE.toUpperCase(), 'oom-kill', line], newest(60_000));
    expect(await troubles(body)).toEqual({
      kind: 'seen',
      source: 'logs',
      value: [{ node: NODE, kind: 'oom-kill', at: NOW - 90_000, detail: line }],
    });
  });

  test('a cluster whose lines come, with nothing grave in them, has no troubles; up to 15 minutes are no silence', async () => {
    expect(await troubles(table(LINES, newest(15 * 60_000)))).toEqual({ kind: 'seen', source: 'logs', value: [] });
    expect(await troubles(table(LINES, newest(15 * 60_000 + 1)))).toEqual({
      kind: 'unknown',
      source: 'logs',
      why: "The newest line of this cluster's nodes in Azure Monitor Logs is 15 minutes old.",
    });
  });

  test('of a cluster whose lines do not come here at all, nothing is said', async () => {
    expect(await troubles(table(LINES, [null, '', 'newest', '']))).toBeUndefined();
  });

  test('the share of requests that fail, beside whole hours of before the first write', async () => {
    const hours = Array.from({ length: 8 }, (_, n) => [
      new Date(NOW - 10 * 60_000 - (n + 1) * HOUR).toISOString(),
      200,
      4,
    ]);
    monitor.answer = ({ query }) => ({
      body: query.includes('bin(TimeGenerated, 1h)')
        ? table({ From: 'datetime', ...COUNTS }, ...hours)
        : table(COUNTS, [400, 40]),
    });
    const both = source();
    const asked = { since: NOW - HOUR, pools: [], untouchedUntil: NOW - 10 * 60_000 };
    for (let look = 0; look < 2; look += 1) {
      expect(await both.read(CLUSTER, asked, new Set(['errorRate']))).toEqual({
        errorRate: {
          kind: 'seen',
          source: 'logs',
          value: {
            now: 0.1,
            requests: 400,
            baseline: { kind: 'known', rate: 0.02, spread: 0, samples: 6, window: 'the 6 hours before the migration' },
          },
        },
      });
    }
    expect(monitor.asked).toHaveLength(3);
  });

  test('too few hours with requests are no baseline', async () => {
    monitor.answer = ({ query }) => ({
      body: query.includes('bin(') ? table({ From: 'datetime', ...COUNTS }) : table(COUNTS, [null, null]),
    });
    const { errorRate } = await source().read(CLUSTER, { since: NOW, pools: [] }, new Set(['errorRate']));
    expect(errorRate).toMatchObject({
      kind: 'seen',
      value: { requests: 0, baseline: { kind: 'unknown', samples: 0 } },
    });
  });
});

describe('what is not told whole is unknown, with the reason', () => {
  const why = async (body: unknown, status = 200) => {
    const told = await troubles(body, status);
    return told?.kind === 'unknown' ? told.why : told?.kind;
  };

  test('an error beside the tables of a 200', async () => {
    const body = {
      ...table(LINES, newest(0)),
      error: {
        code: 'PartialError',
        message: 'There were some errors when processing your query.',
        details: [{ code: 'EngineError', message: 'Something went wrong processing your query on the server.' }],
      },
    };
    expect(await why(body)).toBe(
      'Azure Monitor Logs gave an answer that is not whole: PartialError: There were some errors when processing your query.',
    );
  });

  test('refused, asked too often, fallen over', async () => {
    const error = {
      error: { code: 'InsufficientAccessError', message: 'The provided credentials have insufficient access' },
    };
    expect(await why(error, 403)).toBe(
      'Azure Monitor Logs may not be read by this identity (403); see docs/permissions.md: The provided credentials have insufficient access',
    );
    expect(await why({}, 429)).toBe('Azure Monitor Logs is asked too often (429).');
    expect(await why('<html>', 504)).toBe('Azure Monitor Logs answered 504.');
  });

  test('an answer that is none, or whose rows do not fit', async () => {
    expect(await why('{"tables":')).toBe('Azure Monitor Logs gave an answer that could not be understood.');
    expect(await why({ tables: [] })).toBe('Azure Monitor Logs gave an answer without a table.');
    expect(await why(table(LINES, [ago(0), NODE]))).toBe('Azure Monitor Logs gave rows that do not fit their columns.');
    expect(await why(table(LINES, ['yesterday', NODE, 'oom-kill', '']))).toBe(
      'Azure Monitor Logs gave rows that could not be understood.',
    );
  });
});
