import type { Activity } from './activity.ts';

/** How the app answered an activity. */
export interface AppAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Read as JSON where it is. */
  readonly body: unknown;
}

/** Brings an activity to the app. */
export type AppDoor = (activity: Activity, headers?: Readonly<Record<string, string>>) => Promise<AppAnswer>;

const TIMEOUT_MS = 30_000;

/** @param url as in `http://127.0.0.1:7071/api/messages` */
export function httpDoor(url: string): AppDoor {
  return async (activity, headers = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: readBody(await response.text()),
    };
  };
}

function readBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
