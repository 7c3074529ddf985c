/** Powers that Kubernetes writes behind a number: decimal, binary, and the small ones of processors. */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?<suffix>[numkMGTPE]|[KMGTPE]i)?$/;

/**
 * A Kubernetes quantity as a number of whole units; `undefined` when it is none.
 *
 *     quantity('250m')  // 0.25
 *     quantity('2Gi')   // 2147483648
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(text: string | number | undefined): number | undefined {
  if (text === undefined) return undefined;
  const groups = QUANTITY.exec(String(text))?.groups;
  const unit = SUFFIXES[groups?.['suffix'] ?? ''];
  return groups && unit !== undefined ? Number(groups['number']) * unit : undefined;
}

/** Millicores, rounded up as the scheduler does; nothing asked for is 0. */
export function millicores(text: string | number | undefined): number {
  return Math.ceil(Number(((quantity(text) ?? 0) * 1000).toFixed(6)));
}

/** Bytes, rounded up; nothing asked for is 0. */
export function bytes(text: string | number | undefined): number {
  return Math.ceil(quantity(text) ?? 0);
}
