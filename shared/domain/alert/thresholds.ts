/** Values at which a rule is breached; each is set per environment in planning.json under `alerts`. */
export interface AlertThresholds {
  /** More nodes NotReady than this. */
  readonly nodesNotReady: number;
  /** More restarts per node and hour than this. */
  readonly restartsPerNodeHour: number;
  /** More pending pods than this, each for longer than `pendingMinutes`. */
  readonly pendingPods: number;
  readonly pendingMinutes: number;
  /** More failing DaemonSet pods than this. */
  readonly daemonSetFailures: number;
  /** Percent above the baseline. */
  readonly errorRatePercent: number;
  /** A breach that lasts longer than this becomes a recommendation. */
  readonly persistMinutes: number;
  /** Unknown for longer than this pauses too. */
  readonly unknownMinutes: number;
  /** A breach is over when nothing was seen of it for this long: flapping is one alert. */
  readonly recoverMinutes: number;
  /** After `hold and fix` it is asked again. */
  readonly holdAndFixMinutes: number;
  /** Goes on by itself when healthy again; else a person says so. */
  readonly resumeWhenHealthy: boolean;
  /** Rolls back by itself when nobody answered for this long; absent: never. */
  readonly rollBackUnansweredMinutes?: number;
}

export const DEFAULT_THRESHOLDS: AlertThresholds = {
  nodesNotReady: 0,
  restartsPerNodeHour: 5,
  pendingPods: 0,
  pendingMinutes: 2,
  daemonSetFailures: 0,
  errorRatePercent: 10,
  persistMinutes: 5,
  unknownMinutes: 5,
  recoverMinutes: 3,
  holdAndFixMinutes: 30,
  resumeWhenHealthy: false,
};

/** Thresholds by the name of an environment; `*` is for every other one. */
export type AlertSettings = Readonly<Record<string, AlertThresholds>> & { readonly '*': AlertThresholds };

export const DEFAULT_ALERT_SETTINGS: AlertSettings = { '*': DEFAULT_THRESHOLDS };

export function thresholdsOf(environment: string, settings: AlertSettings): AlertThresholds {
  const named = Object.entries(settings).find(([name]) => name.toLowerCase() === environment.toLowerCase());
  return named?.[1] ?? settings['*'];
}
