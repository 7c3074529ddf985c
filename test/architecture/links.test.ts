import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globbySync } from 'globby';
import { expect, test } from 'vitest';

const LINK = /\]\(([^)\s#]+)(?:#[^)]*)?\)|(?:src|srcset)="([^"]+)"/g;

test('every link in the documents leads to something that is there', () => {
  const documents = globbySync(['**/*.md'], { gitignore: true, ignore: ['test/fixtures'] });
  const dead = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(LINK)]
      .map(([, link, image]) => link ?? image ?? '')
      .filter((target) => !/^(https?|mailto):/.test(target) && !existsSync(join(dirname(document), target)))
      .map((target) => `${document}: ${target}`),
  );

  expect(documents).toContain('README.md');
  expect(dead).toEqual([]);
});
