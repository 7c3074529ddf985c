/** `npm run demo`: one migration's story on this machine, from the finding to the evidence. Exit 0 only if every checkpoint held. */
import { commandLine } from '../command-line.ts';
import { processTerminal } from '../stack/terminal.ts';
import { signOff, sweepAndPlan } from './chapters/agree.ts';
import { checkEvidence } from './chapters/evidence.ts';
import { firstRun } from './chapters/first-run.ts';
import { secondRun } from './chapters/second-run.ts';
import { shopCluster } from './cluster.ts';
import { narrator, StoryBroken } from './narrator.ts';
import { deskOf } from './people.ts';
import { CHAT_SETTINGS, openShopChat, type ShopChat } from './shop-chat.ts';
import { SPEED, type Stage, startStage } from './stage.ts';

const HELP = `npm run demo -- [options]

Tells one story on this machine, with a simulated fleet and a simulated chat: a sweep, a plan, two
sign-offs in a channel, a pool replacement that meets a stuck budget and a failing node, a rollback
that is chosen in the channel, a second run that completes, and the evidence of both. Nothing but
this machine is touched. Takes less than three minutes.

  --verbose  also what the parts of the stack say
  --help     print this
`;

const { verbose } = commandLine(HELP, { verbose: { type: 'boolean', default: false } });

const seconds = () => performance.now() / 1000;
const tell = narrator((line) => process.stdout.write(`${line}\n`), seconds);
let stage: Stage | undefined;
let chat: ShopChat | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stage?.close().finally(() => process.exit(130)));
}

try {
  process.exitCode = 1;
  tell.say(`A small shop on AKS. A minute there is ${60 / SPEED} s here.`);
  stage = await startStage(processTerminal(verbose), { settings: CHAT_SETTINGS });
  chat = await openShopChat(stage);
  const telling = { stage, desk: deskOf(stage), shop: await shopCluster(stage), chat, tell };
  const plan = await sweepAndPlan(telling);
  tell.chapter('3. Two people say yes, in their channel');
  await signOff(telling, plan);
  const first = await firstRun(telling, plan);
  const second = await secondRun(telling, plan);
  await checkEvidence(telling, [first, second]);
  process.stdout.write(`\nEvery one of ${tell.checked} checkpoints held, in ${seconds().toFixed(0)} s.\n`);
  process.exitCode = 0;
} catch (error) {
  const known = error instanceof StoryBroken;
  process.stderr.write(
    `\n${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
} finally {
  await chat?.close();
  await stage?.close();
}
process.exit();
