import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { globbySync } from 'globby';
import { beforeAll, expect, test } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';

const files = globbySync('infra/**/*.bicep');
let parser: Parser;

beforeAll(async () => {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
});

function syntaxErrors(source: string): string[] {
  const broken: string[] = [];
  const visit = (node: Node) => {
    if (node.type === 'ERROR' || node.isMissing)
      broken.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
    else for (const child of node.children) if (child?.hasError || child?.isMissing) visit(child);
  };
  const tree = parser.parse(source);
  if (tree?.rootNode.hasError) visit(tree.rootNode);
  return broken;
}

test.each(files)('%s is syntactically Bicep', (file) => {
  expect(syntaxErrors(readFileSync(file, 'utf8'))).toEqual([]);
});

test('a syntax error would be seen', () => {
  expect(syntaxErrors("resource a 'x@1' = {\n  name: \n}\n")).not.toEqual([]);
});

test('every module and every file that Bicep loads is there', () => {
  const missing = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:module \w+|loadJsonContent\()\s*'([^']+)'/g)]
      .map(([, path]) => join(dirname(file), path ?? ''))
      .filter((path) => !existsSync(path)),
  );
  expect(missing).toEqual([]);
});

test('every parameter that a module declares without a default is handed to it, and no other', () => {
  const main = readFileSync('infra/main.bicep', 'utf8');
  const handed = [...main.matchAll(/module \w+ '([^']+)'[\s\S]*?\n\s*params: \{([\s\S]*?)\n?\s*\}\n/g)];
  expect(handed.length).toBeGreaterThan(6);
  for (const [, path, block] of handed) {
    const source = readFileSync(join('infra', path ?? ''), 'utf8');
    const declared = [...source.matchAll(/^param (\w+) \w+(\s*=)?/gm)].map(([, name]) => name ?? '').toSorted();
    const given = [...(block ?? '').matchAll(/(?:^|,)\s*(\w+):/gm)].map(([, name]) => name ?? '').toSorted();
    expect({ path, given }).toEqual({ path, given: declared });
  }
});

test('no key, password or connection string with a secret is written anywhere in infra', () => {
  const found = files.filter((file) =>
    /listKeys\(|SharedAccessKey|AccountKey|password/i.test(readFileSync(file, 'utf8')),
  );
  expect(found).toEqual([]);
});
