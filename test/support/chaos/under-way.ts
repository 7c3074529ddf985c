import type { Fleet } from '../../../shared/app/fleet.ts';
import type { World } from '../world/world.ts';
import type { Stage } from './stage.ts';

export type UseCase = (fleet: Fleet) => Promise<unknown>;
/** How a use case ended. */
export type Used = 'done' | 'crashed' | 'failed';

/** A run under way, for those who disturb it and for those who calm it down. */
export interface UnderWay {
  readonly stage: Stage;
  readonly world: World;
  /** Largest difference of a process's clock, drawn by a fault. */
  skewMs: number;
  /** One thing: a fault, a message, a timer, or time goes on. */
  turn(): Promise<void>;
  /** A use case in one of the processes; a crash or an upstream's trouble is an ordinary end of it. */
  use(work: UseCase): Promise<Used>;
}
