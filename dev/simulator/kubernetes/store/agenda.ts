import type { Instant } from '../../../../shared/domain/time.ts';

interface Task {
  readonly at: Instant;
  readonly order: number;
  readonly run: () => void;
}

/**
 * What is going to happen, in order of time. There are no timers: whoever looks at the cluster lets
 * what was due by then happen first, each thing at its own time.
 */
export class Agenda {
  readonly #clock: () => Instant;
  readonly #heap: Task[] = [];
  readonly #pending = new Set<string>();
  #order = 0;
  #running: Instant | undefined;
  /** The present never goes back, even if a task was put in for the past. */
  #latest = Number.NEGATIVE_INFINITY;

  constructor(clock: () => Instant) {
    this.#clock = clock;
  }

  /** The time of what is happening right now; the clock's when nothing is. */
  now(): Instant {
    return this.#running ?? this.#clock();
  }

  /** @param key a task of this name that is still to come makes another one superfluous */
  after(milliseconds: number, run: () => void, key?: string): void {
    if (key !== undefined) {
      if (this.#pending.has(key)) return;
      this.#pending.add(key);
    }
    const task = {
      at: this.now() + milliseconds,
      order: this.#order++,
      run:
        key === undefined
          ? run
          : () => {
              this.#pending.delete(key);
              run();
            },
    };
    this.#push(task);
  }

  next(): Instant | undefined {
    return this.#heap[0]?.at;
  }

  /** Lets everything happen that is due by the clock. */
  settle(): void {
    if (this.#running !== undefined) return;
    const until = this.#clock();
    try {
      for (let task = this.#heap[0]; task && task.at <= until; task = this.#heap[0]) {
        this.#pop();
        this.#latest = Math.max(this.#latest, task.at);
        this.#running = this.#latest;
        task.run();
      }
    } finally {
      this.#running = undefined;
    }
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let at = heap.push(task) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(task, heap[parent] as Task)) break;
      heap[at] = heap[parent] as Task;
      at = parent;
    }
    heap[at] = task;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Task, heap[child] as Task)) child++;
      if (!before(heap[child] as Task, last)) break;
      heap[at] = heap[child] as Task;
      at = child;
    }
    heap[at] = last;
  }
}

const before = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
