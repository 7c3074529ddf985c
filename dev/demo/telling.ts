import type { MigrationView } from '../../shared/app/migration-views.ts';
import type { ShopCluster } from './cluster.ts';
import { type Narrator, StoryBroken } from './narrator.ts';
import type { Desk } from './people.ts';
import type { ShopChat } from './shop-chat.ts';
import type { Stage } from './stage.ts';

/** What every chapter is told with. */
export interface Telling {
  readonly stage: Stage;
  readonly desk: Desk;
  readonly shop: ShopCluster;
  /** Where the shop's people talk, and the app with them. */
  readonly chat: ShopChat;
  readonly tell: Narrator;
}

/** Who looks at the API in the story. */
export const LOOKER = 'on-call engineer';

const LOOK_AGAIN_MS = 250;
const PATIENCE_MS = 45_000;

/**
 * Looks until it is so; each look may do something first, as time does.
 * @throws StoryBroken when it does not come to pass
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { patienceMs = PATIENCE_MS, seen = () => '' }: { patienceMs?: number; seen?: () => string } = {},
): Promise<T> {
  const late = performance.now() + patienceMs;
  while (performance.now() < late) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise<void>((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new StoryBroken(`it did not come to pass: ${what}. ${seen()}`.trimEnd());
}

/** Follows the newest migration until it is as wanted; says each step that it comes to. */
export async function follow(
  { desk, tell }: Telling,
  what: string,
  wanted: (migration: MigrationView) => boolean,
  meanwhile: (migration: MigrationView) => Promise<void> = async () => {},
): Promise<MigrationView> {
  let step = '';
  let last = 'There is no migration.';
  return until(
    what,
    async () => {
      await desk.minute();
      const migration = await desk.migration();
      if (!migration) return undefined;
      if (migration.step !== step && migration.status === 'running') tell.say(`${migration.step}: ${migration.does}`);
      step = migration.step;
      last = `It is ${migration.status} in ${step}. ${migration.why ?? ''}${latest(migration)}`;
      if (wanted(migration)) return migration;
      await meanwhile(migration);
      return undefined;
    },
    { seen: () => last },
  );
}

/** The newest entries of its evidence: what went on when the story broke. */
function latest({ timeline }: MigrationView): string {
  return timeline
    .slice(0, 8)
    .map(({ at, who, what }) => `\n    ${new Date(at).toISOString().slice(11, 19)} ${who}: ${what}`)
    .join('');
}
