/** Runs tasks one after the other, in the order they were handed in. A failed task does not stop the next. */
export type OneAtATime = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * Used to settle messages: rhea 3.0.5 sends two neighbouring settlements of one tick as one, with the
 * first one's outcome, so that a message to be tried again would be lost. One per receiver.
 */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };
}
