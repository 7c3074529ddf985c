/** The same without some of its fields. */
export function without<T>(value: Readonly<Record<string, T>>, fields: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field)));
}
