import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fleetClock } from '../../../shared/adapters/system/clock.ts';
import { exemptionFile } from '../../../shared/adapters/system/exemption-file.ts';
import { systemIds } from '../../../shared/adapters/system/ids.ts';
import { packageRoot } from '../../../shared/adapters/system/package-root.ts';
import { at, NOW } from '../../support/fleet.ts';
import { givenExemption } from '../../support/policy.ts';

const folder = mkdtempSync(join(tmpdir(), 'steward-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  { speed: 1, after: 1_000, fleet: 1_000 },
  { speed: 60, after: 1_000, fleet: 60_000 },
  { speed: 0, after: 1_000, fleet: 0 },
  { speed: 60, after: -1_000, fleet: -60_000 },
])("the fleet's clock at speed $speed, $after ms on: $fleet ms on", ({ speed, after, fleet }) => {
  const realAt = at('2026-11-21');
  const clock = fleetClock({ fleetAt: NOW, realAt, speed }, { now: () => realAt + after });
  expect(clock.now() - NOW).toBe(fleet);
});

test('ids start with a letter and fit into keys and URLs; the same text has the same id', () => {
  expect(systemIds.next('sweep')).toMatch(/^sweep-[0-9a-f]{32}$/);
  expect(systemIds.next('sweep')).not.toBe(systemIds.next('sweep'));
  expect(systemIds.of('changes', 'a')).toBe('changes-ca978112ca1bbdcafac231b39a23dc4d');
  expect(systemIds.of('changes', 'b')).not.toBe(systemIds.of('changes', 'a'));
});

test('the root of the package is where package.json is, from the sources and from dist', () => {
  writeFileSync(join(folder, 'package.json'), '{}');
  expect(packageRoot(join(folder, 'dist', 'shared', 'adapters', 'system'))).toBe(folder);
  expect(packageRoot()).toBe(process.cwd());
});

test('no package.json above is a fault of the installation', () => {
  expect(() => packageRoot('/')).toThrow(expect.objectContaining({ code: 'PACKAGE_ROOT' }));
});

test('exemptions are kept in a file that is made with the first of them', async () => {
  const path = join(folder, 'new', 'exemptions.json');
  const store = exemptionFile(path);
  expect(await store.list()).toEqual([]);
  expect(await store.add(givenExemption())).toBe('added');
  expect(await store.add(givenExemption())).toBe('exists');
  expect(await store.endAnnounced('e-1', NOW)).toBe('remembered');
  expect(await store.endAnnounced('e-2', NOW)).toBe('missing');
  expect(await exemptionFile(path).list()).toEqual([{ ...givenExemption(), endAnnouncedAt: NOW }]);
  expect(await store.remove('e-2')).toBe('missing');
  expect(await store.remove('e-1')).toBe('removed');
  expect(await store.list()).toEqual([]);
});

test.each([
  ['is not JSON', '{"exempt'],
  ['holds something else', '{"exemptions":{}}'],
  ['has a day that does not exist', JSON.stringify({ exemptions: [givenExemption({ until: '2026-02-30' })] })],
  ['has a field that is not known', JSON.stringify({ exemptions: [{ ...givenExemption(), untl: 'x' }] })],
])('a file that %s is refused and never written over', async (_what, text) => {
  const path = join(folder, 'bad.json');
  await writeFile(path, text);
  const store = exemptionFile(path);
  const refusal = { code: 'EXEMPTIONS_FILE', remedy: 'fix-input', facts: { path } };
  await expect(store.list()).rejects.toMatchObject(refusal);
  await expect(store.add(givenExemption({ id: 'e-9' }))).rejects.toMatchObject(refusal);
  expect(await readFile(path, 'utf8')).toBe(text);
});

test('a file that cannot be read is a matter of the settings', async () => {
  await expect(exemptionFile(folder).list()).rejects.toMatchObject({
    code: 'EXEMPTIONS_FILE',
    remedy: 'fix-config',
    message: `the file of exemptions cannot be used (EISDIR): ${folder}`,
  });
});
