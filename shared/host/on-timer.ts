import type { InvocationContext, TimerHandler } from '@azure/functions';
import type { Fleet } from '../app/fleet.ts';
import { errorFields, forTheHost, logLine } from './log.ts';
import { contextLog, runningApp } from './running.ts';

/** A timer's handler. What fails is said in one line and thrown: the trigger's retry policy asks again, then the next tick. */
export function onTimer(handle: (fleet: Fleet) => Promise<unknown>): TimerHandler {
  return (_timer, context) => handleTick(handle, context, async () => (await runningApp()).fleet);
}

export async function handleTick(
  handle: (fleet: Fleet) => Promise<unknown>,
  context: InvocationContext,
  fleet: () => Promise<Fleet>,
): Promise<void> {
  const log = contextLog(context);
  const fields = { function: context.functionName };
  try {
    await handle(await fleet());
    log.info(logLine('timer handled', fields));
  } catch (error) {
    log.error(logLine('timer not handled', { ...fields, ...errorFields(error) }));
    throw forTheHost(error);
  }
}
