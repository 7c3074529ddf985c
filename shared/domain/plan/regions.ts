/** Where Azure's regions are, as far as plans need it. Keyed by name in lower case, as in `westeurope`. */
export interface RegionFacts {
  readonly asOf: string;
  readonly regions: ReadonlyMap<string, Region>;
}

export interface Region {
  readonly name: string;
  /** IANA name, as in `Europe/Amsterdam`. */
  readonly timeZone: string;
  /** Paired regions; newer regions have none. Azure pairs are mostly, not always, mutual. */
  readonly pairs: readonly string[];
}
