import type { Money } from './money.ts';

/** Reasons named in a sum; the rest is counted. */
const MOST_REASONS = 5;

/**
 * A sum of amounts in one currency. What is not known makes it `at-least`, or `unknown` when nothing of it is
 * known: a sum never passes for whole when it is not.
 */
export function sumMoney(parts: readonly Money[], currency: string): Money {
  let amount = 0;
  let known = parts.length === 0;
  const why = new Set<string>();
  for (const part of parts) {
    if (part.kind === 'known') {
      amount += part.amount;
      known = true;
    } else {
      if (part.kind === 'at-least') {
        amount += part.atLeast;
        known = true;
      }
      for (const reason of part.why) why.add(reason);
    }
  }
  if (why.size === 0) return { kind: 'known', amount: cents(amount), currency };
  const reasons = [...why].toSorted();
  const named =
    reasons.length > MOST_REASONS
      ? [...reasons.slice(0, MOST_REASONS), `and ${reasons.length - MOST_REASONS} more`]
      : reasons;
  if (!known) return { kind: 'unknown', why: named };
  return { kind: 'at-least', atLeast: cents(amount), currency, why: named };
}

export function timesMoney(money: Money, factor: number): Money {
  if (money.kind === 'known') return { ...money, amount: cents(money.amount * factor) };
  return money.kind === 'at-least' ? { ...money, atLeast: cents(money.atLeast * factor) } : money;
}

export function knownMoney(amount: number, currency: string): Money {
  return { kind: 'known', amount: cents(amount), currency };
}

/** What is known of an amount, to put amounts in relation; `undefined` when nothing is. */
export function knownPart(money: Money): number | undefined {
  if (money.kind === 'known') return money.amount;
  return money.kind === 'at-least' ? money.atLeast : undefined;
}

/** Whole cents: sums must not depend on the order of their parts. */
function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
