import type { ServiceBusReceiver } from '@azure/service-bus';

type Settlements = Pick<
  ServiceBusReceiver,
  'completeMessage' | 'abandonMessage' | 'deferMessage' | 'deadLetterMessage'
>;

/**
 * A receiver's settlements, one after the other.
 *
 * `@azure/service-bus` 7.9.5 stands on rhea 3.0.5, which writes the settlements of one tick together: two
 * neighbouring messages with different outcomes leave as one range with the first one's outcome, so that
 * `Promise.all([complete(a), abandon(b)])` completes `b`, against Azure as well as here. No service can tell.
 * Whoever settles messages concurrently, with auto-complete off, settles through this.
 */
export function settleInTurn(receiver: ServiceBusReceiver): Settlements {
  let previous: Promise<unknown> = Promise.resolve();
  const inTurn = (settle: () => Promise<void>): Promise<void> => {
    const settled = previous.then(settle);
    previous = settled.catch(() => {});
    return settled;
  };
  return {
    completeMessage: (message) => inTurn(() => receiver.completeMessage(message)),
    abandonMessage: (message, properties) => inTurn(() => receiver.abandonMessage(message, properties)),
    deferMessage: (message, properties) => inTurn(() => receiver.deferMessage(message, properties)),
    deadLetterMessage: (message, options) => inTurn(() => receiver.deadLetterMessage(message, options)),
  };
}
