import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PlanView } from '../../shared/app/plan-views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { appPlans } from './plans.ts';

/** What `steward plan --format json` writes, as far as plans are concerned; or one plan, as the HTTP API answers it. */
const PlanFile = z.union([
  PlanView.transform((plan) => [plan]),
  z.object({ plans: z.array(PlanView) }).transform(({ plans }) => plans),
]);

const HASH = /^[0-9a-f]{12,64}$/i;

/**
 * Plans by a hash that the app knows, or from a file.
 *
 * @throws InputError `CLI_PLAN` when it is neither, or only a part of a plan
 */
export async function plansAt(
  place: string,
  { app, appId }: { readonly app?: string; readonly appId?: string },
): Promise<readonly PlanView[]> {
  const text = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && HASH.test(place)) return undefined;
    throw new InputError('CLI_FILE', `${place} could not be read: ${error.code}`, {}, { cause: error });
  });
  if (text !== undefined) return fromText(place, text);
  if (app === undefined) {
    throw new InputError('CLI_PLAN', `${place} is no file; a plan by its hash needs --app, which has it`);
  }
  return [await appPlans(app, appId).plan(place.toLowerCase(), {})];
}

function fromText(place: string, text: string): readonly PlanView[] {
  const read = PlanFile.safeParse(parse(text));
  if (!read.success) {
    throw new InputError('CLI_PLAN', `${place} holds no plan as "steward plan --format json" writes it`);
  }
  if (read.data.some(({ narrowedTo }) => narrowedTo !== undefined)) {
    throw new InputError('CLI_PLAN', `${place} holds a part of a plan; write it without --cluster and --wave`);
  }
  return read.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
