/** What the host tells the process that started it with an IPC channel, as the local stack does. */
export type HostEvent =
  | { readonly kind: 'ready'; readonly url: string; readonly functionNames: readonly string[] }
  | {
      readonly kind: 'invocation';
      readonly functionName: string;
      readonly outcome: 'ok' | 'failed';
      readonly durationMs: number;
    };

/** Does nothing when the host was started by hand. */
export function tellParent(event: HostEvent): void {
  if (process.connected) process.send?.(event, undefined, undefined, () => {});
}
