/** What happens inside the emulator, for logs and for tests that wait for it. Never a message's content. */
export type EmulatorEvent =
  | { kind: 'connection-opened'; connections: number }
  | { kind: 'connection-closed'; connections: number }
  | { kind: 'message-arrived'; queue: string; sequence: number }
  | { kind: 'message-delivered'; queue: string; sequence: number; deliveryCount: number }
  | { kind: 'message-completed'; queue: string; sequence: number }
  | { kind: 'message-expired'; queue: string; sequence: number }
  | { kind: 'message-dead-lettered'; queue: string; sequence: number; reason: string }
  | { kind: 'duplicate-dropped'; queue: string; sequence: number }
  | { kind: 'lock-renewed'; queue: string; sequence: number }
  | { kind: 'lock-expired'; queue: string; sequence: number }
  | { kind: 'receiver-attached'; queue: string }
  | { kind: 'receiver-detached'; queue: string }
  | { kind: 'session-awaited'; queue: string }
  | { kind: 'session-locked'; queue: string; session: string }
  | { kind: 'session-released'; queue: string; session: string }
  | { kind: 'protocol-error'; message: string };

export type OnEmulatorEvent = (event: EmulatorEvent) => void;
