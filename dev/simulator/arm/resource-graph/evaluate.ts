import type { Column, Condition, Path, Query, Step } from './query.ts';
import type { Row } from './rows.ts';

/** What a query leaves of the rows. `hasId`: the rows can be told apart, so the service can page them. */
export interface Result {
  readonly rows: readonly Row[];
  readonly hasId: boolean;
}

export function evaluate(query: Query, rows: readonly Row[]): Result {
  let result = rows;
  let hasId = true;
  for (const step of query.steps) {
    result = apply(step, result);
    if (step.kind === 'project') hasId = hasId && step.columns.some((column) => column.name === 'id');
    if (step.kind === 'summarize') hasId = true;
  }
  return { rows: result, hasId };
}

/** A row as it is sent; Resource Graph sends `null` for what is not there. */
export function toObject(row: Row): Record<string, unknown> {
  return Object.fromEntries(row.columns().map((column) => [column, row.get(column) ?? null]));
}

function apply(step: Step, rows: readonly Row[]): readonly Row[] {
  switch (step.kind) {
    case 'where':
      return rows.filter((row) => step.all.every((condition) => holds(condition, row)));
    case 'project':
      return rows.map((row) => projected(row, step.columns));
    case 'order': {
      const keyed = rows.map((row) => ({ row, keys: step.by.map(({ path }) => text(at(row, path))) }));
      keyed.sort((a, b) => {
        for (const [n, { descending }] of step.by.entries()) {
          const left = a.keys[n] ?? '';
          const right = b.keys[n] ?? '';
          if (left !== right) return left < right === descending ? 1 : -1;
        }
        return 0;
      });
      return keyed.map(({ row }) => row);
    }
    case 'summarize': {
      const groups = new Map<string, { first: Row; count: number }>();
      for (const row of rows) {
        const key = JSON.stringify(step.by.map(({ path }) => at(row, path) ?? null));
        const group = groups.get(key);
        if (group) group.count++;
        else groups.set(key, { first: row, count: 1 });
      }
      if (step.by.length === 0 && groups.size === 0) return [fixed({ [step.countAs]: 0 })];
      return [...groups.values()].map(({ first, count }) =>
        fixed({
          ...Object.fromEntries(step.by.map(({ name, path }) => [name, at(first, path)])),
          [step.countAs]: count,
        }),
      );
    }
  }
}

const fixed = (row: Record<string, unknown>): Row => ({
  columns: () => Object.keys(row),
  get: (column) => row[column],
});

function projected(row: Row, columns: readonly Column[]): Row {
  const names = columns.map(({ name }) => name);
  return {
    columns: () => names,
    get(name) {
      const column = columns.find((one) => one.name === name);
      return column && at(row, column.path);
    },
  };
}

function at(row: Row, [column, ...rest]: Path): unknown {
  return rest.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined),
    column === undefined ? undefined : row.get(column),
  );
}

const text = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value ?? '') : String(value ?? '');

function holds({ path, ignoreCase, anyOf }: Condition, row: Row): boolean {
  const value = text(at(row, path));
  return anyOf.some((wanted) => (ignoreCase ? value.toLowerCase() === wanted.toLowerCase() : value === wanted));
}
