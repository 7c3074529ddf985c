import getPort from 'get-port';
import { StackError } from './stack-error.ts';

export interface Port {
  readonly port: number;
  /** The usual one, when another process has it. */
  readonly insteadOf?: number;
}

/** The usual port, or a free one when another process has it. Loopback only, as everything here. */
export async function usualOrFree(usual: number): Promise<Port> {
  const port = await getPort({ port: usual, host: '127.0.0.1' });
  return port === usual ? { port } : { port, insteadOf: usual };
}

/** How a part of the stack gets its port. */
export type PickPort = (usual: number) => Promise<Port>;

/** Any free port: two stacks that start at the same moment would both find the usual one free. */
export const anyFree: PickPort = async () => ({ port: await getPort({ host: '127.0.0.1' }) });

/** @throws StackError when the port that a person asked for is taken: another one would surprise. */
export async function exactly(wanted: number): Promise<Port> {
  const port = await getPort({ port: wanted, host: '127.0.0.1' });
  if (port === wanted) return { port };
  throw new StackError(`port ${wanted} is taken; choose another with --port, or leave --port out`);
}

/** `, as 7071 is taken` where that is so. */
export const asTaken = ({ insteadOf }: Port): string => (insteadOf === undefined ? '' : `, as ${insteadOf} is taken`);
