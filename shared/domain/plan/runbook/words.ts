import type { Money, PriceBasis } from '../../cost/money.ts';
import type {
  CommunicationKind,
  Minutes,
  PlannedReadiness,
  PlannedWindow,
  StrategyKind,
  WindowSource,
} from '../migration-plan.ts';
import { md } from './markdown.ts';

export const STRATEGY_WORDS: Readonly<Record<StrategyKind, string>> = {
  'image-upgrade': 'image upgrade in place',
  'os-sku-change': 'change of OS in place',
  'pool-replacement': 'pool replacement',
  'native-rolling': "AKS's own rolling upgrade, watched",
  'cluster-migration': 'move to a new cluster (proposed)',
  'node-os-channel': 'turn on the node OS channel',
};

export const READINESS_WORDS: Readonly<Record<PlannedReadiness['verdict'], string>> = {
  ready: 'ready',
  'ready-with-warnings': 'ready, with warnings',
  blocked: 'blocked',
  unknown: 'unknown',
  'not-inspected': 'not inspected',
};

export const COMMUNICATION_WORDS: Readonly<Record<CommunicationKind, string>> = {
  announce: 'Announce the work',
  'findings-and-runbook': 'Send findings and this runbook to the owners',
  'sign-off-and-lock': 'Get the sign-offs and lock the window',
  'day-of': 'Say that it begins; say that it ended',
  retro: 'Hold the retro and write down its lessons',
};

/** `2026-12-19 21:00 to 2026-12-20 01:00 UTC`. */
export function windowWords({ opens, closes }: PlannedWindow): string {
  return `${minuteOf(opens)} to ${minuteOf(closes)} UTC`;
}

export function sourceWords(source: WindowSource): string {
  switch (source.kind) {
    case 'maintenance-configuration':
      return `${md(source.name)} of the cluster (${md(source.schedule)})`;
    case 'default':
      return `${source.from} to ${source.to} in ${md(source.timeZone)}. ${md(source.why)}`;
    case 'unknown':
      return `not known. ${md(source.why)}`;
  }
}

/** `3 h 20 min`, and `or more` where something is not known. */
export function minutesWords({ minutes, atLeast }: Minutes): string {
  const hours = Math.floor(minutes / 60);
  const text = hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
  return atLeast ? `${text} or more` : text;
}

export function moneyWords(money: Money): string {
  switch (money.kind) {
    case 'known':
      return `${money.amount.toFixed(2)} ${money.currency}`;
    case 'at-least':
      return `more than ${money.atLeast.toFixed(2)} ${money.currency} (not known: ${md(money.why.join('; '))})`;
    case 'unknown':
      return `not known (${md(money.why.join('; '))})`;
  }
}

export function basisWords({ currency, asOf, source, region }: PriceBasis): string {
  return `Prices in ${currency} of ${md(asOf)} for ${md(region)}; other regions differ. Source: ${md(source)}.`;
}

function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
