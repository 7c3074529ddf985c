import { expect, test } from 'vitest';
import { closers } from '../../../dev/stack/closers.ts';

function given() {
  const closed: string[] = [];
  const open = closers();
  const close = (name: string) => async () => {
    closed.push(name);
  };
  return { open, close, closed };
}

test('what was opened last is closed first, and once', async () => {
  const { open, close, closed } = given();
  open.add(close('storage'));
  open.add(close('functions'));
  await Promise.all([open.closeAll(), open.closeAll()]);
  expect(closed).toEqual(['functions', 'storage']);
});

test('what fails to close does not keep the rest open', async () => {
  const { open, close, closed } = given();
  open.add(close('storage'));
  open.add(() => Promise.reject(new Error('stuck')));
  await open.closeAll();
  expect(closed).toEqual(['storage']);
});

test('what is opened while everything closes is closed too', async () => {
  const { open, close, closed } = given();
  open.add(async () => open.add(close('late')));
  await open.closeAll();
  await open.closeAll();
  expect(closed).toEqual(['late']);
});
