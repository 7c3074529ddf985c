/**
 * Loaded before the rest of a program: it reaches this machine and nothing else.
 */
import { Socket } from 'node:net';

const HERE = ['127.0.0.1', 'localhost', '::1'];

type Connect = (this: Socket, ...args: unknown[]) => Socket;

const connect = Reflect.get(Socket.prototype, 'connect') as Connect;

Socket.prototype.connect = function connectHere(this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args);
  if (host === undefined || HERE.includes(host)) return connect.apply(this, args);
  // As a network refuses: after a while in which it seems to connect, and when whoever asked listens for errors.
  Object.assign(this, { connecting: true });
  setImmediate(() => this.destroy(new Error(`${host} is not this machine`)));
  return this;
};

/** `undefined` for a socket in the file system, which is no network address. */
function hostOf([first, second]: unknown[]): string | undefined {
  // Node hands its own calls on as one list of arguments.
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string };
    return path === undefined || path === null ? (host ?? 'localhost') : undefined;
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}
