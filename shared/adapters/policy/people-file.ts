import { z } from 'zod';
import { ownerKey } from '../../domain/sign-off/owners.ts';
import { type Members, NO_MEMBERS, type RoleHolders } from '../../domain/sign-off/people.ts';
import { ROLES, type Role } from '../../domain/sign-off/sign-off.ts';

const text = z.string().min(1).max(500);
const named = z.string().trim().min(1).max(200);
const directoryId = z
  .guid('expected a directory id, as in 11111111-2222-3333-4444-555555555555')
  .toLowerCase()
  .describe('object id in the directory');

const Holders = z.strictObject({
  people: z
    .array(z.strictObject({ id: directoryId, name: named }))
    .max(200)
    .default([]),
  groups: z.array(directoryId).max(50).default([]).describe('groups of the directory; their members, nested ones too'),
});

/** `people` of planning.json: whom plans name, and who may speak as what in the chat. */
export const PeopleFile = z.strictObject({
  signOff: z.array(text).max(50).optional(),
  told: z.array(text).max(50).optional(),
  roles: z
    .strictObject({ platform: Holders, application: Holders, security: Holders, compliance: Holders })
    .partial()
    .optional()
    .describe('who may sign; application: for the workloads of every owner'),
  owners: z
    .record(named, Holders)
    .superRefine((owners, context) => {
      for (const [first, again] of twice(Object.keys(owners))) {
        context.addIssue({
          code: 'custom',
          message: `${again} and ${first} are one owner: name it once`,
          path: [again],
        });
      }
    })
    .optional()
    .describe('who may sign as application for the workloads of one owner, by the name that stands on the workloads'),
  operators: Holders.optional().describe(
    'who may pause, resume, abort, roll back, exempt and freeze; platform may, too',
  ),
});
type PeopleFile = z.infer<typeof PeopleFile>;

export function roleHolders({ roles = {}, owners = {}, operators }: PeopleFile = {}): RoleHolders {
  const given: Partial<Record<Role, Members>> = {};
  for (const role of ROLES) {
    const members = roles[role];
    if (members) given[role] = members;
  }
  return { roles: given, owners, operators: operators ?? NO_MEMBERS };
}

/** Names that are the same without regard to case: each with the one before it. */
function twice(names: readonly string[]): [string, string][] {
  const seen = new Map<string, string>();
  return names.flatMap((name): [string, string][] => {
    const before = seen.get(ownerKey(name));
    seen.set(ownerKey(name), name);
    return before === undefined ? [] : [[before, name]];
  });
}
