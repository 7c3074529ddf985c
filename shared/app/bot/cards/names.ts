/** The last part of an ARM id, as people call what it names; what is no ARM id is shown as it is. */
export function nameIn(id: string): string {
  return id.split('/').findLast((part) => part !== '') ?? id;
}
