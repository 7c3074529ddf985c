import { Command, Option } from 'commander';
import { momentText } from '../../shared/app/fleet-words.ts';
import { NewSignOff, type SignOffsView } from '../../shared/app/migration-views.ts';
import { signOffStateText } from '../../shared/app/migration-words.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { ROLES, type Role } from '../../shared/domain/sign-off/sign-off.ts';
import { type OutputOptions, withApp, withOutput, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { plain } from '../render/plain.ts';
import { type Field, records } from '../render/records.ts';
import { terminalFor } from '../report.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';

interface Options extends AppOptions {
  readonly role: Role;
  readonly abstain?: true;
  readonly refuse?: true;
  readonly withdraw?: true;
  readonly reason?: string;
}

export function signOffCommand(): Command {
  return withPerson(withApp(new Command('sign-off')))
    .description('Say yes to a plan as a named person, or abstain, refuse or withdraw.')
    .argument('<plan>', 'a plan\'s id or whole hash, as "steward plan" shows it')
    .addOption(new Option('--role <role>', 'for whom you speak').choices(ROLES).makeOptionMandatory())
    .addOption(new Option('--abstain', 'neither yes nor no').conflicts(['refuse', 'withdraw']))
    .addOption(new Option('--refuse', 'no').conflicts(['abstain', 'withdraw']))
    .addOption(new Option('--withdraw', 'take back what you said').conflicts(['abstain', 'refuse']))
    .addOption(new Option('--reason <text>', 'why; needed unless you say yes'))
    .addHelpText('after', HELP)
    .action(async (plan: string, options: Options) => {
      const view = await openMigrations(options).signOff(plan, wanted(options));
      const note = view.note === undefined ? '' : ` ${plain(view.note)}`;
      await writeOut(`Recorded. ${sentence(view)}${note}`, undefined);
    });
}

export function signOffsCommand(): Command {
  return withOutput(withApp(new Command('sign-offs')))
    .description('List who has said what to a plan, and whose word is still awaited.')
    .argument('<plan>', "a plan's id or whole hash")
    .action(async (plan: string, options: AppOptions & OutputOptions) => {
      const view = await openMigrations(options).signOffs(plan);
      const { format, output } = options;
      const list = records(
        {
          title: `Sign-offs of plan ${plan}`,
          value: view,
          rows: view.signOffs,
          fields: FIELDS,
          none: 'Nobody has said anything yet.',
        },
        format,
        terminalFor(options),
      );
      await writeOut(
        format === 'table'
          ? `${[sentence(view), ...awaitedLines(view), ...lateLines(view)].join('\n')}\n\n${list}`
          : list,
        output,
      );
    });
}

function sentence(view: SignOffsView): string {
  const state = signOffStateText(view);
  return plain(view.why.startsWith(state) ? view.why : `${state}: ${view.why}`);
}

/** Who could give what is awaited, as far as they are known by name. */
function awaitedLines({ awaited }: SignOffsView): string[] {
  return awaited
    .filter(({ people }) => people.length > 0)
    .map(({ role, people }) => plain(`For ${role}: ${people.join(', ')}`));
}

/** What each late word is too late for. */
function lateLines({ signOffs }: SignOffsView): string[] {
  return signOffs.flatMap(({ person, late }) => (late === undefined ? [] : [plain(`${person}: ${late}`)]));
}

/** The same checks as the HTTP API makes, named as on the command line. */
function wanted({ role, abstain, refuse, withdraw, reason }: Options): NewSignOff {
  const kind = abstain ? 'abstain' : refuse ? 'refuse' : withdraw ? 'withdraw' : 'approve';
  if (kind !== 'approve' && reason === undefined) {
    throw new InputError('CLI_SIGN_OFF', `--${kind} needs a --reason: who reads it later must know why`);
  }
  const parsed = NewSignOff.safeParse({ role, kind, ...(reason !== undefined && { reason }) });
  if (parsed.success) return parsed.data;
  throw new InputError('CLI_SIGN_OFF', `--reason cannot be used: ${parsed.error.issues[0]?.message}`);
}

const FIELDS: readonly Field<SignOffsView['signOffs'][number]>[] = [
  { key: 'at', title: 'WHEN', least: 16, text: ({ at }) => momentText(at), bare: ({ at }) => at },
  {
    key: 'person',
    title: 'WHO',
    least: 10,
    text: ({ person, onBehalfOf }) => (onBehalfOf === undefined ? person : `${person}, in place of ${onBehalfOf}`),
  },
  {
    key: 'role',
    title: 'FOR',
    least: 8,
    text: ({ role, owners }) => (owners === undefined ? role : `${role} of ${owners.join(', ')}`),
  },
  {
    key: 'kind',
    title: 'SAID',
    least: 8,
    text: ({ kind, late }) => (late === undefined ? kind : `${kind}, late`),
    bare: ({ kind }) => kind,
  },
  {
    key: 'expiresAt',
    title: 'COUNTS UNTIL',
    least: 16,
    text: ({ expiresAt }) => momentText(expiresAt),
    bare: ({ expiresAt }) => expiresAt,
  },
  { key: 'reason', title: 'REASON', least: 14, text: ({ reason }) => reason ?? '' },
  { key: 'via', title: 'VIA', least: 4, text: ({ via }) => via },
];

const HELP = `
A sign-off belongs to one plan as it is: a changed plan is another plan, and starts without sign-offs.
On the local stack --as says who you are; a deployed app knows it, and which roles you may speak for.

Examples:
  $ steward sign-off 1f00dcafe123 --role platform --as "Ada Lovelace"
  $ steward sign-off 1f00dcafe123 --role application --refuse --reason "the quarter closes on Friday"
  $ steward sign-offs 1f00dcafe123

Exit codes:
  0  recorded
  1  not recorded; one line on stderr says why`;
