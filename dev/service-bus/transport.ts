import type { AddressInfo, Server, Socket } from 'node:net';
import rhea, { type Connection, type Container, type EventContext, type Receiver, type Sender } from 'rhea';
import type { Departure } from './consumer.ts';
import type { OnEmulatorEvent } from './events.ts';
import { AUTHORIZATION_ADDRESS, MANAGEMENT_SUFFIX, ManagementLink } from './management-link.ts';
import type { Queue } from './queue.ts';
import { ReceivingLink, refuse, sessionAskedFor } from './receiving-link.ts';
import { entityNotFound, sessionNotSupported, sessionRequired, shuttingDown } from './refusals.ts';
import { CONNECTION_OPTIONS } from './rhea-internals.ts';
import { SendingLink } from './sending-link.ts';

const LOOPBACK = '127.0.0.1';

/** How long a client may take to answer the emulator's goodbye. */
const GOODBYE_MS = 500;

/** @returns the queue or dead-letter queue at an address of the wire. */
export type FindQueue = (address: string) => Queue | undefined;

/** Speaks AMQP 1.0 with the clients and leads each of their links to its queue. */
export class Transport {
  readonly #findQueue: FindQueue;
  readonly #onEvent: OnEmulatorEvent;
  readonly #container: Container;
  readonly #connections = new Map<Connection, Set<Sender>>();
  readonly #receiving = new WeakMap<Sender, ReceivingLink>();
  readonly #incoming = new WeakMap<Receiver, SendingLink | ManagementLink>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(findQueue: FindQueue, onEvent: OnEmulatorEvent) {
    this.#findQueue = findQueue;
    this.#onEvent = onEvent;
    this.#container = rhea.create_container({ id: 'service-bus-emulator' });
    this.#container.sasl_server_mechanisms.enable_anonymous();
    this.#container.sasl_server_mechanisms.enable_plain(() => true);
    this.#listenToContainer();
  }

  /** @returns the port. Rejects with the reason when it cannot be had. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = this.#container.listen({
        port,
        host: LOOPBACK,
        tcp_no_delay: true,
        ...CONNECTION_OPTIONS,
      } as never);
      this.#server = server;
      server.on('connection', (socket) => {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
      });
      server.once('error', (cause: NodeJS.ErrnoException) => {
        const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message;
        reject(new Error(`The Service Bus emulator cannot listen on ${LOOPBACK}:${port}: ${why}.`, { cause }));
      });
      server.once('listening', () => resolve((server.address() as AddressInfo).port));
    });
  }

  /** Cuts all connections without a word, as a broken network does. */
  cutConnections(): void {
    this.#destroySockets('cut');
  }

  /** Takes leave of all clients; resolves when the port is free again and no connection is left. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server?.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of this.#connections.keys()) connection.close({ ...shuttingDown });
    const impatience = setTimeout(() => this.#destroySockets('the client did not say goodbye'), GOODBYE_MS);
    await closed;
    clearTimeout(impatience);
  }

  /** With an error: on a socket's mere `close` rhea would keep the connection and its heartbeat timers. */
  #destroySockets(reason: string): void {
    for (const socket of this.#sockets) socket.destroy(new Error(reason));
  }

  #listenToContainer(): void {
    const on = (event: string, handler: (context: EventContext) => void) => this.#container.on(event, handler);

    on('connection_open', ({ connection }) => {
      this.#connections.set(connection, new Set());
      this.#onEvent({ kind: 'connection-opened', connections: this.#connections.size });
    });
    on('receiver_open', ({ receiver }) => receiver && this.#openIncoming(receiver));
    on('sender_open', ({ sender }) => sender && this.#openReceiving(sender));
    on('message', (context) => context.receiver && this.#incoming.get(context.receiver)?.transfer(context));
    for (const event of ['sendable', 'sender_draining']) {
      on(event, ({ sender }) => sender && this.#receiving.get(sender)?.flow());
    }
    for (const kind of ['accepted', 'rejected', 'released', 'modified'] as const) {
      on(kind, ({ sender, delivery }) => {
        if (sender && delivery) this.#receiving.get(sender)?.settle(kind, delivery);
      });
    }
    on('sender_close', ({ sender }) => sender && this.#gone(sender, 'closed'));
    on('session_close', ({ connection, session }) => {
      for (const sender of this.#connections.get(connection) ?? []) {
        if (sender.session === session) this.#gone(sender, 'closed');
      }
    });
    on('connection_close', ({ connection }) => this.#forget(connection, 'closed'));
    on('disconnected', ({ connection }) => this.#forget(connection, 'connection-lost'));

    // Without a listener rhea would throw these. The event after them (close, disconnected) does the work.
    for (const event of ['sender_error', 'receiver_error', 'session_error', 'connection_error']) on(event, () => {});
    for (const event of ['error', 'protocol_error']) {
      on(event, (error) => this.#onEvent({ kind: 'protocol-error', message: String(error) }));
    }
  }

  /** A client attaches to send, or to ask something of `$cbs` or `$management`. */
  #openIncoming(receiver: Receiver): void {
    const address = receiver.target?.address ?? '';
    receiver.set_target(receiver.target ?? {});
    receiver.set_source(receiver.source ?? {});
    const isManagement = address.endsWith(MANAGEMENT_SUFFIX);
    const queue = this.#findQueue(isManagement ? address.slice(0, -MANAGEMENT_SUFFIX.length) : address);
    if (address !== AUTHORIZATION_ADDRESS && !queue) return receiver.close({ ...entityNotFound(address) });
    const link =
      queue && !isManagement ? new SendingLink(receiver, queue) : new ManagementLink(receiver, address, queue);
    this.#incoming.set(receiver, link);
    link.open();
  }

  /** A client attaches to receive from a queue, or to get the answers of `$cbs` or `$management`. */
  #openReceiving(sender: Sender): void {
    const address = sender.source?.address ?? '';
    sender.set_source(sender.source ?? {});
    sender.set_target(sender.target ?? {});
    if (address === AUTHORIZATION_ADDRESS || address.endsWith(MANAGEMENT_SUFFIX)) return;
    const queue = this.#findQueue(address);
    if (!queue) return refuse(sender, entityNotFound(address));
    const session = sessionAskedFor(sender);
    if (session === 'none' && queue.settings.requiresSession) return refuse(sender, sessionRequired);
    if (session !== 'none' && !queue.settings.requiresSession) return refuse(sender, sessionNotSupported);
    const link = new ReceivingLink(sender, queue);
    this.#receiving.set(sender, link);
    this.#connections.get(sender.connection)?.add(sender);
    if (session === 'none') link.open();
    else link.openSession(session === 'next' ? undefined : session.id);
  }

  #gone(sender: Sender, departure: Departure): void {
    this.#connections.get(sender.connection)?.delete(sender);
    this.#receiving.get(sender)?.gone(departure);
    this.#receiving.delete(sender);
  }

  #forget(connection: Connection, departure: Departure): void {
    const senders = this.#connections.get(connection);
    if (!senders) return;
    for (const sender of senders) this.#gone(sender, departure);
    this.#connections.delete(connection);
    this.#onEvent({ kind: 'connection-closed', connections: this.#connections.size });
  }
}
