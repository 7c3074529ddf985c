/** Loaded before another program (`node --import`): writes a line to stderr for each connection that it makes. */
import { Socket } from 'node:net';

type Connect = (this: Socket, ...args: unknown[]) => Socket;

const connect = Reflect.get(Socket.prototype, 'connect') as Connect;

Socket.prototype.connect = function connectAndTell(this: Socket, ...args: unknown[]): Socket {
  const [first] = args.flat() as [{ readonly host?: string; readonly path?: string | null } | undefined];
  process.stderr.write(`connects to ${first?.host ?? first?.path ?? 'localhost'}\n`);
  return connect.apply(this, args);
};
