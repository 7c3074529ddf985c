/** A copy of a record that lacks some of its fields. */
export function without<T extends object, K extends keyof T>(record: T, ...fields: readonly K[]): Omit<T, K> {
  const copy = { ...record };
  for (const field of fields) delete copy[field];
  return copy;
}
