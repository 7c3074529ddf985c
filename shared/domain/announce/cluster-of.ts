/** Id of the cluster that an ARM id names, or is in; `undefined`: it names none. */
export function clusterOf(scope: string): string | undefined {
  return /^.*\/managedclusters\/[^/]+/i.exec(scope)?.[0].toLowerCase();
}
