const CSP =
  "default-src 'none'; style-src 'self'; script-src 'none'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A page that keeps itself up to date runs our own script, which asks this app and nobody else. */
export const LIVE_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': `${CSP.replace("script-src 'none'", "script-src 'self'")}; connect-src 'self'`,
};

/**
 * Sent with every answer. Nobody keeps it unless its route says so; pages load only from here and run no script and no
 * inline style; nobody may frame them.
 */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
