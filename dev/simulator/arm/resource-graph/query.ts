/**
 * The part of the Kusto query language that the product's queries use, and nothing more:
 *
 *     table | where a =~ 'x' and b in~ ('y', 'z') | project id, alias = sku.tier
 *           | summarize n = count() by location | order by id asc
 *
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language
 */
export interface Query {
  readonly table: string;
  readonly steps: readonly Step[];
}

export type Path = readonly string[];

export type Step =
  | { readonly kind: 'where'; readonly all: readonly Condition[] }
  | { readonly kind: 'project'; readonly columns: readonly Column[] }
  | { readonly kind: 'order'; readonly by: readonly { readonly path: Path; readonly descending: boolean }[] }
  | { readonly kind: 'summarize'; readonly countAs: string; readonly by: readonly Column[] };

export interface Column {
  readonly name: string;
  readonly path: Path;
}

export interface Condition {
  readonly path: Path;
  readonly ignoreCase: boolean;
  readonly anyOf: readonly string[];
}

/** Where and why a query could not be read; the service answers with the same three facts. */
export class QueryFault extends Error {
  readonly position: number;
  readonly token: string;
  constructor(position: number, token: string, expected: string) {
    super(expected);
    this.position = position;
    this.token = token;
  }
}

interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'other' | 'end';
  readonly text: string;
  readonly at: number;
}

/** `other` is what the subset has no use for; the parser says so at its place. */
const TOKEN =
  /\s*(?:(?<word>in~|[A-Za-z_$][\w$]*)|'(?<single>[^'\\]*)'|"(?<double>[^"\\]*)"|(?<sign>=~|==|[|=.,()])|(?<other>['"]\S*|\d+|\S))/y;

function tokens(query: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(query); match?.groups; match = TOKEN.exec(query)) {
    const { word, single, double, sign, other } = match.groups;
    const at = match.index + match[0].search(/\S/);
    if (word !== undefined) found.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign, at });
    else if (other !== undefined) found.push({ kind: 'other', text: other, at });
    else found.push({ kind: 'text', text: single ?? double ?? '', at });
  }
  return [...found, { kind: 'end', text: '<EOF>', at: query.length }];
}

/** @throws QueryFault for everything outside the subset */
export function parseQuery(query: string): Query {
  const all = tokens(query);
  let at = 0;
  const peek = () => all[at] as Token;
  const take = () => all[at++] as Token;
  const fail = (expected: string): never => {
    throw new QueryFault(peek().at, peek().text, expected);
  };
  const is = (text: string) => peek().kind !== 'text' && peek().text.toLowerCase() === text;
  const accept = (text: string) => (is(text) ? (take(), true) : false);
  const expect = (text: string) => {
    if (!accept(text)) fail(`'${text}'`);
  };
  const word = () => (peek().kind === 'word' ? take().text : fail('a name'));
  const text = () => (peek().kind === 'text' ? take().text : fail('a text in quotes'));
  const path = (first = word()): Path => {
    const parts = [first];
    while (accept('.')) parts.push(word());
    return parts;
  };
  const list = <T>(one: () => T): T[] => {
    const items = [one()];
    while (accept(',')) items.push(one());
    return items;
  };
  const column = (): Column => {
    const first = word();
    if (accept('=')) return { name: first, path: path() };
    const whole = path(first);
    return { name: whole.join('_'), path: whole };
  };
  const condition = (): Condition => {
    const left = path();
    for (const [sign, ignoreCase] of [
      ['=~', true],
      ['==', false],
    ] as const) {
      if (accept(sign)) return { path: left, ignoreCase, anyOf: [text()] };
    }
    for (const [sign, ignoreCase] of [
      ['in~', true],
      ['in', false],
    ] as const) {
      if (!accept(sign)) continue;
      expect('(');
      const anyOf = list(text);
      expect(')');
      return { path: left, ignoreCase, anyOf };
    }
    return fail("'=~', '==', 'in~' or 'in'");
  };
  const step = (): Step => {
    if (accept('where')) {
      const conditions = [condition()];
      while (accept('and')) conditions.push(condition());
      return { kind: 'where', all: conditions };
    }
    if (accept('project')) return { kind: 'project', columns: list(column) };
    if (accept('order') || accept('sort')) {
      expect('by');
      // Kusto sorts downwards unless told otherwise.
      const by = list(() => ({ path: path(), descending: !accept('asc') && (accept('desc') || true) }));
      return { kind: 'order', by };
    }
    if (accept('summarize')) {
      const first = word();
      const named = accept('=');
      if ((named ? word() : first).toLowerCase() !== 'count') fail("'count()'");
      expect('(');
      expect(')');
      return { kind: 'summarize', countAs: named ? first : 'count_', by: accept('by') ? list(column) : [] };
    }
    return fail("'where', 'project', 'order by' or 'summarize count()'");
  };

  const table = word().toLowerCase();
  const steps: Step[] = [];
  while (accept('|')) steps.push(step());
  if (peek().kind !== 'end') fail("'|' or the end of the query");
  return { table, steps };
}
