/**
 * Numbers that depend on a seed and a place and on nothing drawn before: dropping one fault from a history leaves
 * every other number as it was, so that a shrunk history is still the same story.
 */
export function numberAt(seed: number, stream: number, index: number): number {
  let state =
    (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(stream + 1, 0xc2b2ae35) + Math.imul(index + 1, 0x27d4eb2f)) |
    0;
  // mulberry32, twice: once to part neighbouring places, once to draw.
  for (let round = 0; round < 2; round += 1) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    state = mixed ^ (mixed >>> 14);
  }
  return (state >>> 0) / 2 ** 32;
}

/** Draws one number after another, for building a world. */
export class Dice {
  readonly #seed: number;
  readonly #stream: number;
  #drawn = 0;

  constructor(seed: number, stream = 0) {
    this.#seed = seed;
    this.#stream = stream;
  }

  /** At least 0, less than 1. */
  next(): number {
    this.#drawn += 1;
    return numberAt(this.#seed, this.#stream, this.#drawn);
  }

  /** Whole, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws Error when there is nothing to choose from */
  pick<T>(from: readonly T[]): T {
    const chosen = from[Math.floor(this.next() * from.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }
}
