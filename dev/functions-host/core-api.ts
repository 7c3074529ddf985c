/**
 * The module `@azure/functions-core` that the platform's Node worker hands to the `@azure/functions`
 * library. There are no published types for it: the shapes below are those that version 4.16 uses.
 */
import { registerHooks } from 'node:module';
import { HostError } from './host-error.ts';

export type FunctionCallback = (...args: unknown[]) => unknown;
export type HookCallback = (context: object) => unknown;
export type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';

/** One value on the wire between host and worker; exactly one field is set. */
export interface WireData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: WireHttp;
}
export interface WireHttp {
  method?: string;
  url?: string;
  nullableHeaders?: Record<string, { value: string }>;
  nullableQuery?: Record<string, { value: string }>;
  nullableParams?: Record<string, { value: string }>;
  body?: WireData | null;
  statusCode?: string;
  headers?: Record<string, string>;
  cookies?: readonly WireCookie[];
}
export interface WireCookie {
  name: string;
  value: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number; nanos: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  maxAge?: { value: number };
  sameSite?: string;
}

export interface Binding {
  readonly name: string;
  readonly type: string;
  readonly direction: 'in' | 'out';
  readonly [setting: string]: unknown;
}
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}
export interface RetryOptions {
  readonly retryStrategy: string;
  /** -1 for no end. */
  readonly maxRetryCount: number;
  readonly delayInterval?: { readonly seconds: number };
  readonly minimumInterval?: { readonly seconds: number };
  readonly maximumInterval?: { readonly seconds: number };
}
export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

export interface WireResponse {
  readonly outputData: readonly { name: string; data: WireData }[];
  readonly returnValue?: WireData | null;
}
/** What the library makes of one invocation. */
export interface InvocationModel {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<WireResponse>;
}
export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getCapabilities(worker: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(context: object): InvocationModel;
}

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

/** What an app registers while its files are imported. */
export interface Registry {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly hooks: (name: HookName) => readonly HookCallback[];
  /** `undefined` when no file of the app imported `@azure/functions`. */
  readonly model: () => ProgrammingModel | undefined;
  /** After this, registering a function is an error, as on the platform. */
  readonly lock: () => void;
}

const MODULE_NAME = '@azure/functions-core';
const MODULE_URL = 'functions-host:core';
const SLOT = Symbol.for('functions-host.core-api');

/**
 * Supplies `@azure/functions-core` to every later `require` in this process. The library looks it up
 * once and keeps it, so a process can host one app only.
 */
export function supplyCoreApi(log: (level: LogLevel, message: string) => void): Registry {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = new Map<string, HookCallback[]>();
  let model: ProgrammingModel | undefined;
  let locked = false;

  const coreApi = {
    version: '3.99.0',
    hostVersion: '4.1039.0',
    setProgrammingModel(given: ProgrammingModel) {
      model = given;
    },
    getProgrammingModel: () => model,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback) {
      const { name } = metadata;
      if (locked) throw new Error(`function "${name}" was registered after the app had started`);
      if (functions.has(name)) throw new Error(`two functions are named "${name}"`);
      functions.set(name, { metadata, callback });
      return new Disposable(() => functions.delete(name));
    },
    registerHook(name: string, callback: HookCallback) {
      hooks.set(name, [...(hooks.get(name) ?? []), callback]);
      return new Disposable(() =>
        hooks.set(
          name,
          (hooks.get(name) ?? []).filter((other) => other !== callback),
        ),
      );
    },
    log: (level: LogLevel, _category: string, message: string) => log(level, message),
    Disposable,
  };

  const slots = globalThis as unknown as Record<symbol, unknown>;
  if (slots[SLOT]) throw new Error('a process can host one functions app only');
  slots[SLOT] = coreApi;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === MODULE_NAME
        ? { url: MODULE_URL, format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === MODULE_URL
        ? {
            format: 'commonjs',
            source: `module.exports = globalThis[Symbol.for('${SLOT.description}')]`,
            shortCircuit: true,
          }
        : next(url, context),
  });

  return {
    functions,
    hooks: (name) => hooks.get(name) ?? [],
    model: () => model,
    lock: () => {
      locked = true;
    },
  };
}

class Disposable {
  readonly #undo: () => unknown;
  constructor(undo: () => unknown) {
    this.#undo = undo;
  }
  dispose(): void {
    this.#undo();
  }
}

/** The binding that starts the function. Its name is random in each run, so the type finds it. */
export function triggerOf({ name, bindings }: FunctionMetadata): Binding {
  const trigger = Object.values(bindings).find(({ type }) => /trigger$/i.test(type));
  if (!trigger) throw new HostError('HOST_APP', `function "${name}" has no trigger`);
  return trigger;
}
