/** How plans are put in words, the same in a terminal and on a page. */
import type {
  ClusterPlanView,
  CommunicationView,
  ConstraintView,
  MinutesView,
  MoneyView,
  PlanScopeView,
  PlanStepView,
  PlanView,
  PoolStepView,
} from './plan-views.ts';

const STRATEGIES: Readonly<Record<PoolStepView['strategy'], string>> = {
  'image-upgrade': 'image upgrade in place',
  'os-sku-change': 'OS SKU change in place',
  'pool-replacement': 'pool replacement',
  'native-rolling': 'rolling by AKS',
  'cluster-migration': 'cluster migration (proposed only)',
  'node-os-channel': 'node OS channel',
};

export function stepText(step: PlanStepView): string {
  return step.kind === 'control-plane'
    ? `control plane to ${step.path.at(-1) ?? step.from}`
    : STRATEGIES[step.strategy];
}

const VERDICTS: Readonly<Record<PoolStepView['readiness']['verdict'], string>> = {
  ready: 'ready',
  'ready-with-warnings': 'ready, with warnings',
  blocked: 'blocked',
  unknown: 'unknown',
  'not-inspected': 'not inspected',
};

export function readinessText({ verdict }: PoolStepView['readiness']): string {
  return VERDICTS[verdict];
}

const TALKS: Readonly<Record<CommunicationView['kind'], string>> = {
  announce: 'announce',
  'findings-and-runbook': 'findings and runbook',
  'sign-off-and-lock': 'sign-off and locked window',
  'day-of': 'day of the work',
  retro: 'retro',
};

export function talkText(kind: CommunicationView['kind']): string {
  return TALKS[kind];
}

const EFFECTS: Readonly<Record<ConstraintView['effect'], string>> = {
  infeasible: 'not feasible',
  late: 'late',
  holds: 'holds',
  note: 'note',
};

export function effectText(effect: ConstraintView['effect']): string {
  return EFFECTS[effect];
}

/** `USD 1,234.50`, `over USD 12.00`, `unknown`: what is not known is never shown as 0. */
export function moneyText(money: MoneyView): string {
  if (money.kind === 'unknown') return 'unknown';
  const amount = money.kind === 'known' ? money.amount : money.atLeast;
  const digits = Math.abs(amount) >= 1_000 ? 0 : 2;
  const number = amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${money.kind === 'at-least' ? 'over ' : ''}${money.currency} ${number}`;
}

/** `48 min`, `5 h 30 min`, `3 days 4 h`, `over 2 h`. */
export function durationText({ minutes, atLeast }: MinutesView): string {
  const whole = Math.round(minutes);
  const days = Math.floor(whole / 1_440);
  const hours = Math.floor((whole % 1_440) / 60);
  const rest = whole % 60;
  const parts =
    days > 0
      ? [`${days} day${days === 1 ? '' : 's'}`, hours > 0 ? `${hours} h` : '']
      : [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''];
  return `${atLeast ? 'over ' : ''}${parts.filter((part) => part !== '').join(' ')}`;
}

/** `whole fleet`, `payments`, `payments, part 2 of 3`. */
export function scopeText({ group, part, parts }: PlanScopeView): string {
  const what = group ?? 'whole fleet';
  return parts > 1 ? `${what}, part ${part} of ${parts}` : what;
}

/** Where a cluster's windows come from. */
export function windowRuleText(rule: ClusterPlanView['windowRule']): string {
  switch (rule.kind) {
    case 'maintenance-configuration':
      return `${rule.schedule} (maintenance configuration ${rule.name})`;
    case 'default':
      return `${rule.from} to ${rule.to} ${rule.timeZone}, the default. ${rule.why}`;
    case 'unknown':
      return `Not known. ${rule.why}`;
  }
}

/** The prices behind every amount: currency, day, region and source belong to it. */
export function priceBasisText({ basis }: PlanView['cost']): string {
  return `Prices in ${basis.currency}, pay-as-you-go of ${basis.region} as of ${basis.asOf}. Source: ${basis.source}`;
}

/** `AKSUbuntu-2404gen2containerd-202611.12.0`, or the OS SKU where no image is known. */
export function moveText({ source, target }: PoolStepView): { readonly from: string; readonly to: string } {
  return {
    from: source.image ?? source.osSku ?? 'unknown',
    to: target.image ?? target.osSku ?? target.os ?? 'not known',
  };
}

/** `2026-12-19 23:00 - 05:00`, in UTC; the second day is named where it is another one. */
export function windowText({ opens, closes }: { readonly opens: string; readonly closes: string }): string {
  const start = `${opens.slice(0, 10)} ${opens.slice(11, 16)}`;
  const sameDay = closes.slice(0, 10) === opens.slice(0, 10);
  return `${start} - ${sameDay ? '' : `${closes.slice(0, 10)} `}${closes.slice(11, 16)}`;
}
