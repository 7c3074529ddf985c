import { HostError } from './host-error.ts';

/** A route template, ready to be matched against paths. */
export interface Route {
  readonly template: string;
  /** Of routes that match the same path, the one with the smallest rank wins; compared part by part. */
  readonly rank: readonly number[];
  /** The parameters of a path without its leading slash, still encoded; `undefined` when it does not match. */
  match(path: string): Readonly<Record<string, string>> | undefined;
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly optional: boolean;
      readonly constraints: readonly string[];
    }
  | { readonly kind: 'rest'; readonly name: string };

/** Rank of a segment: literal, parameter with constraints, parameter, rest; as ASP.NET orders them. */
const RANK = { literal: 0, constrained: 1, parameter: 2, rest: 3 } as const;

const CONSTRAINTS: Readonly<Record<string, RegExp>> = {
  int: /^[+-]?\d{1,10}$/,
  long: /^[+-]?\d{1,19}$/,
  alpha: /^[a-z]*$/i,
  bool: /^(?:true|false)$/i,
  guid: /^\{?[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}\}?$/i,
};

/**
 * Reads a route template: `findings/{id}`, `{id:guid}`, `{id?}`, `{*rest}`. Literals match in any case.
 *
 * @throws HostError for a constraint or a form that the local host does not know, so that none is ignored.
 * @see https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates
 */
export function readRoute(template: string, where: string): Route {
  const refuse = (reason: string) =>
    new HostError('HOST_UNSUPPORTED', `${where} has the route "${template}": ${reason}`);
  const texts = template.split('/').filter((text) => text !== '');
  const segments = texts.map((text, index) => readSegment(text, index === texts.length - 1, refuse));
  return {
    template,
    rank: segments.map((segment) =>
      segment.kind === 'parameter' && segment.constraints.length > 0 ? RANK.constrained : RANK[segment.kind],
    ),
    match: (path) => matchSegments(segments, path),
  };
}

function readSegment(text: string, isLast: boolean, refuse: (reason: string) => HostError): Segment {
  if (!/[{}]/.test(text)) return { kind: 'literal', text: text.toLowerCase() };
  const inner = /^\{([^{}]*)\}$/.exec(text)?.[1];
  if (inner === undefined) throw refuse(`"${text}" mixes text and parameters, which the local host does not know`);
  const rest = /^\*{1,2}(\w+)$/.exec(inner)?.[1];
  if (rest) {
    if (!isLast) throw refuse(`"${text}" must be the last part`);
    return { kind: 'rest', name: rest };
  }
  const parameter = /^(?<name>\w+)(?<constraints>(?::\w+)*)(?<optional>\?)?$/.exec(inner)?.groups;
  if (!parameter?.name) throw refuse(`the local host does not know the form "${text}"`);
  const constraints = (parameter.constraints ?? '').split(':').filter((name) => name !== '');
  for (const constraint of constraints) {
    if (!CONSTRAINTS[constraint]) throw refuse(`the local host does not know the constraint "${constraint}"`);
  }
  if (parameter.optional && !isLast) throw refuse(`"${text}" is optional and must be the last part`);
  return { kind: 'parameter', name: parameter.name, optional: parameter.optional !== undefined, constraints };
}

function matchSegments(segments: readonly Segment[], path: string): Record<string, string> | undefined {
  const parts = path.split('/');
  if (parts.at(-1) === '') parts.pop();
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (segment.kind === 'rest') {
      found[segment.name] = parts.slice(index).map(decodePart).join('/');
      return found;
    }
    if (part === undefined || part === '') {
      if (segment.kind === 'parameter' && segment.optional && parts.length <= index) return found;
      return undefined;
    }
    const value = decodePart(part);
    if (segment.kind === 'literal') {
      if (value.toLowerCase() !== segment.text) return undefined;
    } else {
      if (!segment.constraints.every((name) => CONSTRAINTS[name]?.test(value))) return undefined;
      found[segment.name] = value;
    }
  }
  return parts.length > segments.length ? undefined : found;
}

/** Decodes one part of a path. As on the platform an encoded slash stays encoded, and a wrong encoding stays as it is. */
function decodePart(part: string): string {
  try {
    return part.split(/%2f/i).map(decodeURIComponent).join('%2F');
  } catch {
    return part;
  }
}

/** Orders routes by which is asked first. */
export function compareRoutes(a: Route, b: Route): number {
  for (let index = 0; index < Math.max(a.rank.length, b.rank.length); index++) {
    const difference = (a.rank[index] ?? -1) - (b.rank[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return a.template < b.template ? -1 : 1;
}
