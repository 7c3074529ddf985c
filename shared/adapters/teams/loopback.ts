const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/i;

/** Whether an address stays on this machine. */
export function isOnThisMachine(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

/** @param host as in the header: a name, and perhaps a port */
export function isThisMachine(host: string): boolean {
  return LOOPBACK.test(host.replace(/:\d+$/, ''));
}
