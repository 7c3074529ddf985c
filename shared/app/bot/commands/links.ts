import { pageUrl } from '../cards/context.ts';
import type { CardList } from '../cards/list-card.ts';
import type { CommandContext } from './command.ts';

/** A link to one of our pages; none where the app has no address that a browser opens. */
export function linkTo(
  { parts }: Pick<CommandContext, 'parts'>,
  title: string,
  ...path: readonly string[]
): Pick<CardList, 'links'> {
  const url = pageUrl(parts.appUrl, path);
  return url === undefined ? {} : { links: [{ title, url }] };
}
