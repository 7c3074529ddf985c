import type { Person, Role } from '../../domain/sign-off/sign-off.ts';
import { APP_ROLE_PREFIX, type Asker } from './asker.ts';
import { problem } from './problem.ts';
import type { Reply } from './route.ts';

export type Writer =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** Who a decision is recorded for. @param told name in the request; only the local stack takes one */
export function writerOf(asker: Asker, told: string | undefined): Writer {
  switch (asker.kind) {
    case 'nobody':
      return refused(403, 'HTTP_NOBODY', asker.why);
    case 'told':
      if (told === undefined) return refused(400, 'HTTP_PERSON', 'Say in `person` who you are: nobody signs in here.');
      return { kind: 'person', person: { id: told, name: told } };
    case 'person':
      if (told === undefined) return { kind: 'person', person: asker.person };
      return refused(400, 'HTTP_PERSON', 'Leave `person` out: this app knows who has signed in.');
  }
}

/** As `writerOf`, for somebody who speaks for a role: with a sign-in, the directory says who may. */
export function approverOf(asker: Asker, told: string | undefined, role: Role): Writer {
  const writer = writerOf(asker, told);
  if (writer.kind === 'refused' || asker.kind !== 'person' || asker.roles.includes(role)) return writer;
  return refused(
    403,
    'SIGN_OFF_ROLE',
    `The directory does not let you speak for ${role}: that takes the app role ${APP_ROLE_PREFIX}${role}.`,
  );
}

function refused(status: number, code: string, detail: string): Writer {
  return { kind: 'refused', reply: problem(status, code, detail) };
}
