import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { HostError } from './host-error.ts';
import type { HostKeys } from './keys.ts';

export const HOST_HELP = `Runs this project's functions on this machine, on 127.0.0.1 only.

  node dev/functions-host/main.ts [options]

  --port N               port to listen on; 0 takes a free one (7071, or local.settings.json)
  --app DIR              directory with package.json and host.json (the current one)
  --no-local-settings    do not read local.settings.json
  --enforce-keys         ask for function keys, as in Azure; they are printed at start
  --quiet                print warnings and failed invocations only
  --verbose              also print stack traces and everything the app logs
  --help                 print this
`;

export interface HostArguments {
  readonly port?: number;
  readonly appDirectory: string;
  readonly localSettings: boolean;
  readonly keys?: HostKeys;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
}

/** @throws HostError for an unknown option or a port that is none. */
export function readHostArguments(args: readonly string[]): HostArguments {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new HostError('HOST_ARGUMENT', `${(error as Error).message.split('. ')[0]}; see --help`, { cause: error });
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    throw new HostError('HOST_ARGUMENT', `--port is "${values.port}"; a number from 0 to 65535 is expected`);
  }
  const key = () => randomBytes(24).toString('base64url');
  return {
    ...(port === undefined ? {} : { port }),
    appDirectory: values.app ?? process.cwd(),
    localSettings: !values['no-local-settings'],
    ...(values['enforce-keys'] ? { keys: { function: key(), master: key() } } : {}),
    quiet: values.quiet ?? false,
    verbose: values.verbose ?? false,
    help: values.help ?? false,
  };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      app: { type: 'string' },
      'no-local-settings': { type: 'boolean' },
      'enforce-keys': { type: 'boolean' },
      quiet: { type: 'boolean' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  }).values;
