import { randomUUID } from 'node:crypto';
import {
  type HookName,
  type LogLevel,
  type RegisteredFunction,
  type Registry,
  triggerOf,
  type WireData,
  type WireResponse,
} from './core-api.ts';
import { HostError } from './host-error.ts';
import type { HostLog } from './host-log.ts';

/** Runs one function once and answers with what it returned, in wire form. Rejects with the function's own error. */
export type Invoke = (functionName: string, trigger: TriggerInput, retry?: RetryContext) => Promise<WireResponse>;

/** Which attempt of a retry policy this is. */
export interface RetryContext {
  /** 0 for the first attempt. */
  readonly retryCount: number;
  /** -1 for no end. */
  readonly maxRetryCount: number;
  readonly exception?: { readonly message: string };
}

export interface TriggerInput {
  readonly data: WireData;
  readonly metadata: Readonly<Record<string, WireData>>;
}

/** Shared by every hook of the app, from `appStart` to `appTerminate`. */
export type AppHookData = Record<string, unknown>;

/** Runs invocations through the library, with the hooks around them in the worker's order. */
export function invoker(registry: Registry, appHookData: AppHookData, log: HostLog): Invoke {
  const model = registry.model();
  if (!model) throw new HostError('HOST_APP', 'no file of the app uses @azure/functions');

  return async (functionName, trigger, retry) => {
    const registered = registry.functions.get(functionName);
    if (!registered) throw new Error(`there is no function "${functionName}"`);
    const { metadata } = registered;
    const warnings: string[] = [];
    const invocation = coreContext(registered, trigger, retry, (level, message) => {
      const line = lineFromApp(registry, { functionName, level, message });
      if (line.shown) warnings.push(line.text);
      else log.detail(line.text);
    });
    const library = model.getInvocationModel(invocation);
    const { context, inputs } = await library.getArguments();
    const shared = { hookData: {}, appHookData, invocationContext: context };

    invocation.state = 'preInvocationHooks';
    const before = { ...shared, functionCallback: registered.callback, inputs };
    await runHooks(registry, 'preInvocation', before);

    invocation.state = 'invocation';
    const after: { inputs: unknown[]; result?: unknown; error?: unknown } = { ...shared, inputs: before.inputs };
    try {
      after.result = await library.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error ?? new Error(`function "${metadata.name}" failed without an error`);
    }

    invocation.state = 'postInvocationHooks';
    await runHooks(registry, 'postInvocation', after);
    invocation.state = undefined;
    // What led up to a failure is a detail of it: the invocation's own line says what failed.
    for (const warning of warnings) {
      if (after.error) log.detail(warning);
      else log.warn(warning);
    }
    if (after.error) throw after.error;
    return library.getResponse(context, after.result);
  };
}

/** Hooks of one name run one after the other, in the order they were registered. */
export async function runHooks(registry: Registry, name: HookName, context: object): Promise<void> {
  for (const hook of registry.hooks(name)) await hook(context);
}

interface CoreContext {
  readonly invocationId: string;
  readonly metadata: RegisteredFunction['metadata'];
  readonly request: object;
  readonly log: (level: LogLevel, category: string, message: string) => void;
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
}

function coreContext(
  { metadata }: RegisteredFunction,
  { data, metadata: triggerMetadata }: TriggerInput,
  retryContext: RetryContext | undefined,
  log: (level: LogLevel, message: string) => void,
): CoreContext {
  const invocationId = randomUUID();
  const hex = (length: number) => randomUUID().replaceAll('-', '').slice(0, length);
  return {
    invocationId,
    metadata,
    state: undefined,
    request: {
      invocationId,
      functionId: metadata.name,
      inputData: [{ name: triggerOf(metadata).name, data }],
      triggerMetadata,
      retryContext,
      traceContext: { traceParent: `00-${hex(32)}-${hex(16)}-01`, traceState: '', attributes: {} },
    },
    log: (level, _category, message) => log(level, message),
  };
}

const SHOWN_LEVELS: readonly LogLevel[] = ['warning', 'error', 'critical'];

/** A line that the app logs: a warning or worse is shown, the rest only with `--verbose`. */
function lineFromApp(
  registry: Registry,
  from: { functionName: string; level: LogLevel; message: string },
): { text: string; shown: boolean } {
  const hookContext = { level: from.level, message: from.message, category: 'user', invocationContext: undefined };
  for (const hook of registry.hooks('log')) hook(hookContext);
  return {
    text: `${from.functionName.padEnd(20)}  ${hookContext.level}: ${hookContext.message}`,
    shown: SHOWN_LEVELS.includes(hookContext.level),
  };
}
