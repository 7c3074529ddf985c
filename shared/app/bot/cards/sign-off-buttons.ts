import { ROLES, type Role } from '../../../domain/sign-off/sign-off.ts';
import type { SignOffsView } from '../../migration-views.ts';
import { type Button, type ButtonHome, type Input, type Press, REASON } from './buttons.ts';

/** A yes for each role that is awaited; every other word is given with its reason, in a few lines that open. */
export function signOffButtons(signOffs: SignOffsView, home: ButtonHome): Button[] {
  const { awaited, planHash } = signOffs;
  const roles = rolesOf(signOffs);
  const press = (title: string, role: Role, kind: string, style?: Press['style']): Press => ({
    kind: 'press',
    title,
    verb: 'sign-off',
    home,
    data: { planHash, role, kind },
    ...(style && { style }),
  });
  const approvals = awaited.map(
    ({ role }): Button => ({
      ...press(`Approve as ${role}`, role, 'approve', 'positive'),
      withoutInputs: true,
    }),
  );
  const first = roles[0];
  if (first === undefined) return approvals;
  return [
    ...approvals,
    {
      kind: 'ask',
      title: 'Abstain, refuse, withdraw…',
      lines: [LEADS],
      inputs: [...(roles.length > 1 ? [roleInput(roles, first)] : []), REASON],
      buttons: [
        press('Abstain', first, 'abstain'),
        press('Refuse', first, 'refuse', 'destructive'),
        press('Withdraw', first, 'withdraw'),
      ],
    },
  ];
}

const LEADS =
  'Abstain: somebody else of the role has to decide. Refuse: nothing starts while it stands. Withdraw: what you said before does not count any more.';

/** Those that are awaited and those that have spoken. */
function rolesOf({ awaited, signOffs }: SignOffsView): Role[] {
  const known = new Set<Role>([...awaited, ...signOffs].map(({ role }) => role));
  return ROLES.filter((role) => known.has(role));
}

function roleInput(roles: readonly Role[], first: Role): Input {
  return {
    kind: 'choice',
    id: 'role',
    label: 'As',
    value: first,
    choices: roles.map((role) => ({ title: role, value: role })),
  };
}
