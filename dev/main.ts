/** `npm start`: the local stack. `npm start -- --help` lists its options. */
import { readOptions } from './stack/options.ts';
import { runStack } from './stack/run-stack.ts';
import { processTerminal } from './stack/terminal.ts';

const options = readOptions(process.argv.slice(2));
if ('print' in options) {
  (options.exitCode === 0 ? process.stdout : process.stderr).write(options.print);
  process.exit(options.exitCode);
}

const asked = Promise.withResolvers<void>();
let askedBefore = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice: children end by themselves when this process does.
    if (askedBefore) process.exit(130);
    askedBefore = true;
    asked.resolve();
  });
}

process.exit(await runStack(options, processTerminal(options.verbose), asked.promise));
