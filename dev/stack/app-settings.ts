/** What the local stack's parts say about where they are. */
export interface Places {
  readonly storage: string;
  readonly serviceBus: string;
  readonly armEndpoint: string;
  readonly armCaFile: string;
  readonly fleetClock: string;
  /** Settings of the chat, when there are clients to talk with. */
  readonly chat?: NodeJS.ProcessEnv;
}

/** Settings that point at a real Azure, or say that the app runs there. A developer's shell may have them. */
const NOT_HERE =
  /^(?:Storage__|ServiceBus__|AzureWebJobsStorage__|WEBSITE_(?:SITE_NAME|INSTANCE_ID|AUTH_ENABLED)$|LOGS_WORKSPACE_ID$|CHAT$|CHAT_(?:TENANTS|LINK)$|BOT_|APP_URL$|DIRECTORY_GROUPS$|SWEEP_(?:SUBSCRIPTIONS|MANAGEMENT_GROUP)$)/;

/**
 * The app's settings in the local stack. Limits and schedules from the shell stay in force; whatever
 * would reach a real Azure, or tell a real channel about a simulated fleet, is left out.
 */
export function appSettings(places: Places, shell: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(shell).filter(([name]) => !NOT_HERE.test(name)));
  if (!isLoopback(kept['WEBHOOK_URL'])) {
    delete kept['WEBHOOK_URL'];
    delete kept['WEBHOOK_SECRET'];
  }
  pageNobodyReal(kept);
  return {
    SWEEP_SCHEDULE: '0 0 */6 * * *',
    // Soon after the first sweep: nothing is done while nothing changed.
    PLAN_SCHEDULE: '30 * * * * *',
    // Often: the fleet's clock may run faster than ours.
    START_SCHEDULE: '*/10 * * * * *',
    WATCHDOG_SCHEDULE: '5,15,25,35,45,55 * * * * *',
    STRAY_MARKS_SCHEDULE: '45 * * * * *',
    WATCH_SCHEDULE: '*/2 * * * * *',
    ANNOUNCE_SCHEDULE: '20 * * * * *',
    ASK_SCHEDULE: '10,40 * * * * *',
    ...kept,
    Storage: places.storage,
    AzureWebJobsStorage: places.storage,
    ServiceBus: places.serviceBus,
    ARM_ENDPOINT: places.armEndpoint,
    ARM_CA_FILE: places.armCaFile,
    FLEET_CLOCK: places.fleetClock,
    ...places.chat,
    HTTP_AUTH: 'open',
    FUNCTIONS_WORKER_RUNTIME: 'node',
  };
}

/** Where each on-call channel pages; without an address of its own it would be the real service. */
const PAGED_AT: Readonly<Record<string, string>> = {
  pagerduty: 'PAGERDUTY_URL',
  opsgenie: 'OPSGENIE_URL',
  webhook: 'ON_CALL_WEBHOOK_URL',
  'action-group': 'ACTION_GROUP_WEBHOOK_URL',
};

/** Keeps the channels that stay on this machine. */
function pageNobodyReal(settings: Record<string, string | undefined>): void {
  const named = (settings['ON_CALL_CHANNELS'] ?? '').split(',').map((name) => name.trim());
  const kept = named.filter((name) => isLoopback(settings[PAGED_AT[name] ?? '']));
  if (kept.length > 0) settings['ON_CALL_CHANNELS'] = kept.join(',');
  else delete settings['ON_CALL_CHANNELS'];
}

function isLoopback(url: string | undefined): boolean {
  const host = url === undefined ? undefined : URL.parse(url)?.hostname;
  return host !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(host);
}
