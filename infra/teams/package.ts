/**
 * `npm run package:teams -- --app-id GUID --host HOST`: the app package for Teams, with the ids of one deployment.
 * The same values give the same file. See docs/deploy.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { zipSync } from 'fflate';
import { commandLine } from '../../dev/command-line.ts';
import { fillManifest, wrongValues } from './fill-manifest.ts';

const ICONS = ['color.png', 'outline.png'];
/** The first day that a zip file can name. */
const DATED = '1980-01-01T00:00:00';

const {
  'app-id': appId,
  host,
  out,
  ...more
} = commandLine(
  `npm run package:teams -- --app-id GUID --host HOST [--out FILE] [--privacy-url URL] [--terms-url URL]

Writes the app package for Teams.

  --app-id       app id of the bot: the output STEWARD_BOT_APP_ID of the deployment
  --host         host name of the app: STEWARD_URL without https://
  --out          where to write it (build/image-steward-teams.zip)
  --privacy-url  your privacy statement for this app (the app's own address)
  --terms-url    your terms of use for this app (the app's own address)`,
  {
    'app-id': { type: 'string', default: '' },
    host: { type: 'string', default: '' },
    out: { type: 'string', default: 'build/image-steward-teams.zip' },
    'privacy-url': { type: 'string' },
    'terms-url': { type: 'string' },
  },
);

const own = (name: string) => readFileSync(new URL(name, import.meta.url));
const { version } = JSON.parse(own('../../package.json').toString()) as { version: string };
// A host that is wrong is told as such, and not once more as two wrong addresses.
const home = URL.canParse(`https://${host}/`) ? `https://${host}/` : 'https://localhost/';
const values = {
  appId,
  host,
  version,
  privacyUrl: more['privacy-url'] ?? home,
  termsUrl: more['terms-url'] ?? home,
};

const wrong = wrongValues(values);
if (wrong.length > 0) {
  process.stderr.write(`${wrong.join('\n')}\nRun with --help to see what there is.\n`);
  process.exit(2);
}

const manifest = JSON.stringify(fillManifest(own('manifest.json').toString(), values), null, 2);
const files = {
  'manifest.json': new TextEncoder().encode(`${manifest}\n`),
  ...Object.fromEntries(ICONS.map((icon) => [icon, new Uint8Array(own(icon))])),
};
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, zipSync(files, { mtime: DATED }));
process.stdout.write(`${out}\n`);
