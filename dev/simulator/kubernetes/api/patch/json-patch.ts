import { isDeepStrictEqual } from 'node:util';

/** An operation of a JSON patch that cannot be carried out; the server says no more than that. */
export class PatchRefused extends Error {}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** RFC 6902. @throws PatchRefused when a path is missing or a test fails */
export function jsonPatch(target: unknown, operations: readonly Operation[]): unknown {
  let result = structuredClone(target);
  for (const operation of operations) result = applied(result, operation);
  return result;
}

function applied(root: unknown, { op, path, from, value }: Operation): unknown {
  switch (op) {
    case 'test':
      if (!isDeepStrictEqual(read(root, path), value)) throw new PatchRefused(`testing ${path} failed`);
      return root;
    case 'add':
      return write(root, path, value, 'add');
    case 'replace':
      return write(root, path, value, 'replace');
    case 'remove':
      return write(root, path, undefined, 'remove');
    case 'copy':
      return write(root, path, structuredClone(read(root, from ?? '')), 'add');
    case 'move': {
      const moved = read(root, from ?? '');
      return write(write(root, from ?? '', undefined, 'remove'), path, moved, 'add');
    }
    default:
      throw new PatchRefused(`unexpected operation ${op}`);
  }
}

function parts(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw new PatchRefused(`${path} is no pointer`);
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(parent: unknown, part: string): unknown {
  if (Array.isArray(parent)) return parent[index(part, parent.length - 1)];
  if (parent !== null && typeof parent === 'object' && Object.hasOwn(parent, part))
    return (parent as Record<string, unknown>)[part];
  throw new PatchRefused(`missing path ${part}`);
}

const read = (root: unknown, path: string): unknown => parts(path).reduce(child, root);

function write(root: unknown, path: string, value: unknown, how: 'add' | 'replace' | 'remove'): unknown {
  const steps = parts(path);
  const last = steps.pop();
  if (last === undefined) return value;
  const parent = steps.reduce(child, root);
  if (Array.isArray(parent)) {
    if (how === 'add') parent.splice(last === '-' ? parent.length : index(last, parent.length), 0, value);
    else if (how === 'replace') parent[index(last, parent.length - 1)] = value;
    else parent.splice(index(last, parent.length - 1), 1);
    return root;
  }
  if (parent === null || typeof parent !== 'object') throw new PatchRefused(`missing path ${path}`);
  const object = parent as Record<string, unknown>;
  if (how !== 'add') child(object, last);
  if (how === 'remove') delete object[last];
  else Object.defineProperty(object, last, { value, writable: true, enumerable: true, configurable: true });
  return root;
}

function index(part: string, most: number): number {
  const number = /^(0|[1-9]\d*)$/.test(part) ? Number(part) : Number.NaN;
  if (!(number <= most)) throw new PatchRefused(`no index ${part}`);
  return number;
}
