import type { StoredMessage } from './message.ts';

/** Dropped slots are given back to memory in blocks of this many. */
const COMPACT_AT = 1024;

/** Messages waiting to be received, always in the order of their sequence numbers. */
export class MessageLine {
  #slots: (StoredMessage | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#slots.length - this.#head;
  }

  /** New messages go to the end; one that comes back (abandoned, lock expired) goes to its old place. */
  add(message: StoredMessage): void {
    const last = this.#slots.at(-1);
    if (this.length === 0 || !last || last.sequence < message.sequence) this.#slots.push(message);
    else this.#slots.splice(this.#placeOf(message.sequence), 0, message);
  }

  shift(): StoredMessage | undefined {
    if (this.length === 0) return undefined;
    const message = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head += 1;
    if (this.#head >= COMPACT_AT && this.#head * 2 > this.#slots.length) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
    return message;
  }

  remove(message: StoredMessage): void {
    const place = this.#placeOf(message.sequence);
    if (this.#slots[place] === message) this.#slots.splice(place, 1);
  }

  /** Index of the first waiting message with this sequence number or a higher one. */
  #placeOf(sequence: number): number {
    let low = this.#head;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#slots[middle]?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
