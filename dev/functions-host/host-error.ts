/** Something that stops the local host, or one function of it, from starting. The message says what to do. */
export class HostError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HostError';
    this.code = code;
  }
}
