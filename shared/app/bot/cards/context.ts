import type { Button, ButtonHome } from './buttons.ts';

/** What every card that stands somewhere is told beside its facts. */
export interface CardContext {
  readonly home: ButtonHome;
  /** Address of this app, without a slash at its end; absent: there are no links. */
  readonly appUrl?: string | undefined;
  /** Of a card in pages, from 0. */
  readonly page?: number | undefined;
}

/** A button to one of our own pages; none where the app has no address that a browser opens. */
export function openButton(
  { appUrl }: Pick<CardContext, 'appUrl'>,
  title: string,
  ...path: readonly string[]
): Button[] {
  const url = pageUrl(appUrl, path);
  return url === undefined ? [] : [{ kind: 'open', title, url }];
}

/** Address of one of our own pages. @param path its parts, unescaped */
export function pageUrl(appUrl: string | undefined, path: readonly string[]): string | undefined {
  if (appUrl === undefined || !/^https?:\/\//i.test(appUrl) || !URL.canParse(appUrl)) return undefined;
  return `${new URL(appUrl).href.replace(/\/+$/, '')}/${path.map(encodeURIComponent).join('/')}`;
}

/** A cluster's page is found by its ARM id, whose parts are those of a path. */
export function clusterPath(clusterId: string): string[] {
  return ['clusters', ...clusterId.split('/').filter((part) => part !== '')];
}
