import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { readPng } from '../../support/png.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
const run = promisify(execFile);

async function pack(...args: string[]): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'teams-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, 'new', 'app.zip');
  await run(process.execPath, ['infra/teams/package.ts', '--out', out, ...args]);
  return readFileSync(out);
}

test('the package holds the manifest of one deployment and its icons, and is the same each time', async () => {
  const [file, again] = [
    await pack('--app-id', GUID, '--host', 'steward.example.com'),
    await pack('--app-id', GUID, '--host', 'steward.example.com'),
  ];
  const files = unzipSync(file);
  const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString());

  expect(Buffer.compare(file, again)).toBe(0);
  expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png']);
  expect(manifest.icons).toEqual({ color: 'color.png', outline: 'outline.png' });
  expect(manifest).toMatchObject({
    id: GUID,
    version: JSON.parse(readFileSync('package.json', 'utf8')).version,
    developer: { privacyUrl: 'https://steward.example.com/' },
  });
});

test('without its ids nothing is written, and each is told in one line', async () => {
  await expect(run(process.execPath, ['infra/teams/package.ts', '--app-id', 'x'])).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      '--app-id: read "x", expected the app id (GUID) of the bot: the output STEWARD_BOT_APP_ID\n' +
      '--host: read nothing, expected a host name alone, as in steward.example.com\n' +
      'Run with --help to see what there is.\n',
  });
});

test('the colour icon is a full square of 192', () => {
  const { width, height, pixels } = readPng(readFileSync('infra/teams/color.png'));
  expect({ width, height, solid: pixels.every(([, , , alpha]) => alpha === 255) }).toEqual({
    width: 192,
    height: 192,
    solid: true,
  });
});

test('the outline icon is 32 wide and high, and has nothing but white on nothing', () => {
  const { width, height, pixels } = readPng(readFileSync('infra/teams/outline.png'));
  const drawn = pixels.filter(([, , , alpha]) => alpha > 0);
  const white = drawn.filter(([red, green, blue]) => red === 255 && green === 255 && blue === 255);
  const corners = [0, 31, 32 * 31, 32 * 32 - 1].map((at) => pixels[at]?.[3]);

  expect({ width, height, coloured: drawn.length - white.length, corners }).toEqual({
    width: 32,
    height: 32,
    coloured: 0,
    corners: [0, 0, 0, 0],
  });
  expect(drawn.length).toBeGreaterThan(100);
});
