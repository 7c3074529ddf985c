import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TABLES } from '../../shared/adapters/storage/table.ts';

test('infra makes the tables that the app uses', () => {
  expect(JSON.parse(readFileSync('infra/tables.json', 'utf8'))).toEqual([...TABLES]);
});
