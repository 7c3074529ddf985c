/** What the caller should do about an error; the host maps each to one action. */
export type Remedy = 'retry-later' | 'fix-input' | 'fix-config' | 'fix-code';

/**
 * An error that the caller could not plan for. A closed window or a subscription that may not be
 * read is an ordinary answer and is returned with its reason instead.
 */
export abstract class FleetError extends Error {
  abstract readonly remedy: Remedy;
  /** Never changes once released; `docs/errors/CODE.md` explains it. */
  readonly code: string;
  /** Names and numbers that are safe to show: no secret, no token, no message body. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(
    code: string,
    message: string,
    facts: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.facts = facts;
  }
}

/** Azure, Kubernetes or a store did not answer as it should. A write may or may not have happened. */
export class UpstreamError extends FleetError {
  readonly remedy = 'retry-later';
}

/** What was handed in (a message, a file, an argument, a request) cannot be used; trying again does not help. */
export class InputError extends FleetError {
  readonly remedy = 'fix-input';
}

/** A setting is missing or wrong. */
export class ConfigError extends FleetError {
  readonly remedy = 'fix-config';
}

/** Something that this software promises did not hold. */
export class BugError extends FleetError {
  readonly remedy = 'fix-code';
}
