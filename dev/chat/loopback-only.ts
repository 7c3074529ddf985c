/**
 * Loaded before another program (`node --import`): whatever it listens on, it listens on this machine only.
 * The Agents Playground has no option for that.
 */
import { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

type Listen = (this: Server, ...args: unknown[]) => Server;

const listen = Reflect.get(Server.prototype, 'listen') as Listen;

Server.prototype.listen = function listenHere(this: Server, ...args: unknown[]): Server {
  const [first, second, ...more] = args;
  if (typeof first === 'object' && first !== null) return listen.call(this, onlyHere(first), second, ...more);
  if (typeof second === 'string') return listen.call(this, first, LOOPBACK, ...more);
  return typeof first === 'number' || /^\d+$/.test(String(first))
    ? listen.call(this, first, LOOPBACK, second, ...more)
    : listen.apply(this, args);
} as Server['listen'];

/** A socket in the file system and a handle that is open already are nobody's network address. */
function onlyHere(options: object): object {
  return 'path' in options || 'fd' in options || '_handle' in options ? options : { ...options, host: LOOPBACK };
}
