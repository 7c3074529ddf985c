/** Amounts as Kubernetes writes them. */

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  m: 0.001,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** `250m` is 0.25, `64Mi` is 67,108,864; 0 for what cannot be read. */
export function quantity(text: string | undefined): number {
  const parts = /^(?<number>[+-]?[\d.]+)(?<unit>[A-Za-z]*)$/.exec(text ?? '')?.groups;
  return Number(parts?.number ?? 0) * (UNITS[parts?.unit ?? ''] ?? 0);
}

/** Thousandths of a CPU. */
export const millicores = (text: string | undefined): number => Math.ceil(quantity(text) * 1000 - 1e-6);
