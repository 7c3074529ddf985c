/**
 * Puts `steward` beside the other commands in node_modules/.bin, so that `npx steward` in a checkout
 * runs this checkout at once, on its own Node, and asks no registry. Runs after every build:
 * a file that the compiler writes anew may not be run.
 */
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';

const BUILT = 'dist/cli/steward.js';
const LINK = 'node_modules/.bin/steward';

chmodSync(BUILT, 0o755);
if (process.platform === 'win32') {
  writeFileSync(`${LINK}.cmd`, `@node "%~dp0\\..\\..\\${BUILT.replaceAll('/', '\\')}" %*\r\n`);
} else {
  rmSync(LINK, { force: true });
  symlinkSync(`../../${BUILT}`, LINK);
}
