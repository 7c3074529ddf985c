/** What the chat needs of the two packages, as they are loaded. */
export interface TeamsSdk {
  readonly teams: typeof import('@microsoft/teams-ai');
  readonly bot: typeof import('botbuilder');
}

/**
 * Loads the SDK when it is first needed. That takes about a second and over a hundred megabytes, which nothing but the
 * chat is to pay for.
 */
export async function teamsSdk(): Promise<TeamsSdk> {
  const [teams, bot] = await Promise.all([import('@microsoft/teams-ai'), import('botbuilder')]);
  return { teams, bot };
}
