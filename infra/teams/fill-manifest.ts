/** What the template leaves open, by the option of the command that fills it. */
export interface ManifestValues {
  /** Client id of the bot's identity; also the id of the app. */
  readonly appId: string;
  /** Name of the host under which people open the app, as in `steward.example.com`. */
  readonly host: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  /** Of this project, as in `0.1.0`. Teams takes a package anew only under a higher one. */
  readonly version: string;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** @returns one line for each value that is wrong, with the option that gives it. */
export function wrongValues({ appId, host, privacyUrl, termsUrl }: ManifestValues): string[] {
  const shown = (value: string) => (value === '' ? 'nothing' : JSON.stringify(value.slice(0, 80)));
  const wrong = (option: string, value: string, expected: string) =>
    `--${option}: read ${shown(value)}, expected ${expected}`;
  return [
    ...(GUID.test(appId)
      ? []
      : [wrong('app-id', appId, 'the app id (GUID) of the bot: the output STEWARD_BOT_APP_ID')]),
    ...(HOST.test(host) ? [] : [wrong('host', host, 'a host name alone, as in steward.example.com')]),
    ...(isHttps(privacyUrl) ? [] : [wrong('privacy-url', privacyUrl, 'an https address')]),
    ...(isHttps(termsUrl) ? [] : [wrong('terms-url', termsUrl, 'an https address')]),
  ];
}

function isHttps(url: string): boolean {
  return url.length <= 2048 && URL.parse(url)?.protocol === 'https:';
}

/**
 * The manifest with its open places filled.
 * @param template JSON text with `{{NAME}}` inside of strings
 * @throws Error when the template has a place that nobody fills: that is our mistake
 */
export function fillManifest(template: string, values: ManifestValues): unknown {
  const places: Readonly<Record<string, string>> = {
    APP_ID: values.appId.toLowerCase(),
    HOST: values.host.toLowerCase(),
    PRIVACY_URL: values.privacyUrl,
    TERMS_URL: values.termsUrl,
    VERSION: values.version,
  };
  return JSON.parse(
    template.replace(/\{\{(\w+)\}\}/g, (place, name: string) => {
      const value = places[name];
      if (value === undefined) throw new Error(`the template has ${place}, which nobody fills`);
      return JSON.stringify(value).slice(1, -1);
    }),
  );
}
