import type { Node, Pod } from '../objects.ts';
import { isFinished } from '../objects.ts';
import { keyOf } from '../store/collection.ts';
import { millicores, quantity } from '../world/quantity.ts';
import { type Demand, demandOf } from './fit.ts';

/** A node and what is still free on it. */
export class NodeRoom {
  node: Node;
  readonly pods = new Map<string, Pod>();
  cpu = 0;
  memory = 0;
  readonly devices = new Map<string, number>();
  podLimit = 0;
  /** Of its pods, how many want to be apart from others. */
  apart = 0;

  constructor(node: Node) {
    this.node = node;
    this.refresh(node);
  }

  refresh(node: Node): void {
    this.node = node;
    const { allocatable } = node.status;
    this.cpu = millicores(allocatable.cpu);
    this.memory = quantity(allocatable.memory);
    this.podLimit = Number(allocatable.pods ?? 0);
    for (const [name, amount] of Object.entries(allocatable))
      if (name.includes('/')) this.devices.set(name, quantity(amount));
    const pods = [...this.pods.values()];
    this.pods.clear();
    this.apart = 0;
    for (const pod of pods) this.add(pod);
  }

  add(pod: Pod): void {
    if (isFinished(pod)) return;
    this.pods.set(keyOf(pod), pod);
    this.#take(demandOf(pod.spec), 1);
    if (pod.spec.affinity?.podAntiAffinity) this.apart++;
  }

  remove(key: string): void {
    const pod = this.pods.get(key);
    if (!pod) return;
    this.pods.delete(key);
    this.#take(demandOf(pod.spec), -1);
    if (pod.spec.affinity?.podAntiAffinity) this.apart--;
  }

  /** What there is too little of, in the scheduler's words. */
  lacks({ cpu, memory, devices }: Demand): readonly string[] {
    const lacking: string[] = [];
    if (this.pods.size >= this.podLimit) lacking.push('Too many pods');
    if (cpu > this.cpu) lacking.push('Insufficient cpu');
    if (memory > this.memory) lacking.push('Insufficient memory');
    for (const [name, amount] of Object.entries(devices)) {
      if (amount > (this.devices.get(name) ?? 0)) lacking.push(`Insufficient ${name}`);
    }
    return lacking;
  }

  /** Whether the demand would fit if the node were empty. */
  couldHold({ cpu, memory, devices }: Demand): boolean {
    const { allocatable } = this.node.status;
    return (
      cpu <= millicores(allocatable.cpu) &&
      memory <= quantity(allocatable.memory) &&
      Object.entries(devices).every(([name, amount]) => amount <= quantity(allocatable[name]))
    );
  }

  #take({ cpu, memory, devices }: Demand, sign: 1 | -1): void {
    this.cpu -= sign * cpu;
    this.memory -= sign * memory;
    for (const [name, amount] of Object.entries(devices)) {
      this.devices.set(name, (this.devices.get(name) ?? 0) - sign * amount);
    }
  }
}
