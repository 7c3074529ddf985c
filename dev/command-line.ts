import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Reads the options of a command of the repository's own. `--help` prints the usage and ends; what is mistyped is told in
 * one line, and ends with exit code 2.
 */
export function commandLine<T extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: T) {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage.trim()}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const [what] = (error as Error).message.split('. ');
    process.stderr.write(`${what}. Run with --help to see what there is.\n`);
    process.exit(2);
  }
}
