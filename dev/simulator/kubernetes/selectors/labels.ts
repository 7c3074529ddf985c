import type { LabelSelector, Labels, SelectorRequirement } from '../objects.ts';

/** One condition of a selector, ready to be asked. */
export type LabelTest = (labels: Labels) => boolean;

/** A selector that cannot be read, in the server's words. */
export class SelectorError extends Error {}

/** A `labelSelector` of a query: `app in (web,api),!canary`. @throws SelectorError */
export function parseLabelSelector(text: string): LabelTest {
  const tokens = tokenize(text);
  const tests: LabelTest[] = [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  const peek = () => tokens[at] ?? '';

  const values = (): string[] => {
    const open = next();
    if (open !== '(') throw unexpected(open, "'('");
    const found: string[] = [];
    if (peek() === ')') {
      next();
      return [''];
    }
    for (;;) {
      if (peek() === ',' || peek() === ')') found.push('');
      else found.push(identifier(next()));
      const after = next();
      if (after === ')') return found;
      if (after !== ',') throw unexpected(after, "',' or ')'");
    }
  };

  while (at < tokens.length) {
    if (peek() === '!') {
      next();
      const key = identifier(next());
      tests.push((labels) => !(key in labels));
    } else {
      const key = identifier(next());
      const operator = peek();
      if (operator === ',' || operator === '') tests.push((labels) => key in labels);
      else {
        next();
        tests.push(
          comparison(key, operator, operator === 'in' || operator === 'notin' ? values() : [value(peek, next)]),
        );
      }
    }
    const separator = next();
    if (separator === '') break;
    if (separator !== ',') throw unexpected(separator, "',' or 'end of string'");
    if (peek() === '') throw unexpected('', "identifier after ','");
  }
  return (labels) => tests.every((test) => test(labels));
}

const value = (peek: () => string, next: () => string): string =>
  peek() === ',' || peek() === '' ? '' : identifier(next());

function comparison(key: string, operator: string, values: readonly string[]): LabelTest {
  const known = { '=': 'In', '==': 'In', in: 'In', '!=': 'NotIn', notin: 'NotIn', '>': 'Gt', '<': 'Lt' }[operator];
  if (known === undefined) throw unexpected(operator, 'in, notin, =, ==, !=, gt, lt');
  return requirement({ key, operator: known, values });
}

const unexpected = (found: string, expected: string): SelectorError =>
  new SelectorError(`unable to parse requirement: found '${found}', expected: ${expected}`);

function identifier(token: string): string {
  if (token === '' || /^[()!=<>,]/.test(token)) throw unexpected(token, 'identifier');
  return token;
}

const tokenize = (text: string): readonly string[] => text.match(/==|!=|[()!=<>,]|[^()!=<>,\s]+/g) ?? [];

/** One requirement of a selector in an object; Gt and Lt compare whole numbers. */
export function requirement({ key, operator, values = [] }: SelectorRequirement): LabelTest {
  switch (operator) {
    case 'In':
      return (labels) => key in labels && values.includes(labels[key] as string);
    case 'NotIn':
      return (labels) => !(key in labels) || !values.includes(labels[key] as string);
    case 'Exists':
      return (labels) => key in labels;
    case 'DoesNotExist':
      return (labels) => !(key in labels);
    case 'Gt':
      return (labels) => key in labels && Number(labels[key]) > Number(values[0]);
    case 'Lt':
      return (labels) => key in labels && Number(labels[key]) < Number(values[0]);
    default:
      return () => false;
  }
}

const tests = new WeakMap<LabelSelector, LabelTest>();

/** A selector in an object. None selects nothing, an empty one everything. */
export function selectorTest(selector: LabelSelector | undefined): LabelTest {
  if (!selector) return () => false;
  let test = tests.get(selector);
  if (!test) {
    const pairs = Object.entries(selector.matchLabels ?? {});
    const others = (selector.matchExpressions ?? []).map(requirement);
    test = (labels) => pairs.every(([key, wanted]) => labels[key] === wanted) && others.every((other) => other(labels));
    tests.set(selector, test);
  }
  return test;
}

/** `app=web,tier in (a,b)`: a selector of an object as text. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const word: Readonly<Record<string, string>> = { In: 'in', NotIn: 'notin' };
  const parts = [
    ...Object.entries(matchLabels).map(([key, wanted]) => ({ key, text: `${key}=${wanted}` })),
    ...matchExpressions.map(({ key, operator, values = [] }) => ({
      key,
      text:
        operator === 'Exists'
          ? key
          : operator === 'DoesNotExist'
            ? `!${key}`
            : `${key} ${word[operator] ?? operator} (${values.join(',')})`,
    })),
  ];
  return parts
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(',');
}
