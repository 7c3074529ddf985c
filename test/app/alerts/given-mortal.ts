import type { Parts } from '../../../shared/app/parts.ts';
import type { Page } from '../../../shared/ports/on-call.ts';

const GONE = 'the process is gone';

/** Ports whose every method answers with a promise. */
export const GUARDED_PORTS = [
  'announcements',
  'migrationNews',
  'digests',
  'exemptions',
  'asks',
  'sender',
  'migrations',
  'evidence',
  'watches',
  'plans',
  'planning',
  'policy',
  'sweeps',
  'signOffs',
  'conversations',
  'posts',
  'ownFindings',
  'announcer',
  'chat',
  'freezes',
] as const;
export type GuardedPort = (typeof GUARDED_PORTS)[number];

/** Dies at the n-th call to the world, before or after the call took effect; then a new process goes on. */
export class Mortal {
  private calls = 0;
  private dead = false;
  died = false;
  private readonly atCall: number;
  private readonly moment: 'before' | 'after';

  constructor(atCall: number, moment: 'before' | 'after') {
    this.atCall = atCall;
    this.moment = moment;
  }

  /** A process of its own: one that died is not asked again. */
  parts(parts: Parts): Parts {
    this.dead = false;
    const names = ['migrations', 'evidence', 'verdicts', 'watches', 'signals', 'sender', 'ownFindings'] as const;
    const guarded = names.map((name) => [name, this.guard(parts[name])]);
    const onCall = parts.onCall.map((channel) => ({
      name: channel.name,
      ...this.guard({ tell: (page: Page) => channel.tell(page) }),
    }));
    const announcer = this.guard(parts.announcer);
    return { ...parts, ...Object.fromEntries(guarded), announcer, onCall };
  }

  /** The same for some ports only; one that the parts do not have is left out. */
  ports(parts: Parts, names: readonly GuardedPort[]): Parts {
    this.dead = false;
    const guarded = names.flatMap((name) => {
      const port = parts[name];
      return port ? [[name, this.guard(port)] as const] : [];
    });
    return { ...parts, ...Object.fromEntries(guarded) };
  }

  /** For `catch`: its death is what was meant to happen, anything else is thrown on. */
  readonly catchDeath = (error: unknown): void => {
    if (!this.died) throw error;
  };

  private guard<T extends object>(port: T): T {
    const methods = Object.entries(port as Record<string, unknown>).map(([name, method]) => [
      name,
      async (...args: unknown[]) => {
        if (this.dead) throw new Error(GONE);
        this.calls += 1;
        const last = this.calls === this.atCall;
        if (last && this.moment === 'before') this.die();
        const answer = await (method as (...of: unknown[]) => Promise<unknown>).apply(port, args);
        if (last) this.die();
        return answer;
      },
    ]);
    return Object.fromEntries(methods) as T;
  }

  private die(): never {
    this.dead = true;
    this.died = true;
    throw new Error(GONE);
  }
}
