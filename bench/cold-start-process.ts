/**
 * One cold start in a process of its own: the app's function files are loaded as the platform's worker loads them, and the
 * app is composed with a bot in Teams. It reaches this machine only: a message makes the SDK ask for the keys of the Bot
 * Framework, and gets none. Prints one JSON line.
 *
 * `node bench/cold-start-process.ts FOLDER EXTENSION lazy|eager|message [count]`
 */
import { readdir } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { supplyCoreApi } from '../dev/functions-host/core-api.ts';

/** What only the chat needs. */
const SDK = /\/node_modules\/(?:@microsoft\/teams-ai|botbuilder[\w-]*|botframework-[\w-]+|openai|gpt-tokenizer)\//;
const BOT_APP_ID = '22222222-2222-4222-8222-222222222222';

const [folder = 'dist', extension = 'js', mode = 'lazy', count] = process.argv.slice(2);
const seen = { modules: 0, sdkModules: 0 };
// Counting takes time, so that a start is either counted or timed.
if (count) {
  registerHooks({
    load(url, context, next) {
      seen.modules += 1;
      if (SDK.test(url)) seen.sdkModules += 1;
      return next(url, context);
    },
  });
}
Object.assign(process.env, {
  Storage: 'UseDevelopmentStorage=true',
  ServiceBus: 'Endpoint=sb://127.0.0.1;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;',
  CHAT: 'teams',
  BOT_APP_ID,
  BOT_TENANT_ID: '11111111-1111-4111-8111-111111111111',
});
await import('../dev/only-this-machine.ts');
supplyCoreApi(() => {});
const here = (path: string) => pathToFileURL(resolve(folder, path)).href;
const files = (await readdir(resolve(folder, 'functions'))).filter((name) => name.endsWith(`.${extension}`));

const began = performance.now();
const before = process.cpuUsage();
if (mode === 'eager') await Promise.all([import('@microsoft/teams-ai'), import('botbuilder')]);
for (const file of files.toSorted()) await import(here(`functions/${file}`));
const host = (await import(here(`shared/host/running.${extension}`))) as typeof import('../shared/host/running.ts');
const { fleet } = await host.runningApp();
if (mode === 'message') await fleet.receiveChat({ headers: { authorization: `Bearer ${token()}` }, body: activity() });
const { user, system } = process.cpuUsage(before);
const ms = performance.now() - began;

const rssMb = process.memoryUsage.rss() / 1e6;
process.stdout.write(`${JSON.stringify({ ms, cpuMs: (user + system) / 1000, rssMb, ...seen })}\n`);

/** Good enough to be looked into, which takes the SDK; nobody signed it. */
function token(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://api.botframework.com', aud: BOT_APP_ID, exp: Date.now() / 1000 + 600 };
  return `${part({ alg: 'RS256' })}.${part(claims)}.x`;
}

/** As Teams would bring it, from a service on this machine that nobody calls. */
function activity(): string {
  const account = { id: '29:x', name: 'x' };
  const where = { serviceUrl: 'https://127.0.0.1:1/', conversation: { id: 'a:x' } };
  return JSON.stringify({ type: 'typing', channelId: 'msteams', from: account, recipient: account, ...where });
}
