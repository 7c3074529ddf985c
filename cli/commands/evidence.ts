import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { EvidenceFile } from '../../shared/app/migration-views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { verifyEvidence } from '../../shared/domain/evidence/verify.ts';
import { withApp } from '../options.ts';
import { writeOut } from '../output.ts';
import { json } from '../render/json.ts';
import { plain } from '../render/plain.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';

export function evidenceCommand(): Command {
  return withApp(new Command('evidence'))
    .description('Write the whole chain of evidence of a migration to a file.')
    .argument('<id>', 'as "steward migrations" shows it')
    .option('-o, --out <file>', 'the file (default: stdout)')
    .addHelpText('after', HELP)
    .action(async (id: string, options: AppOptions & { readonly out?: string }) => {
      const file = await openMigrations(options).evidence(id);
      await writeOut(json(file), options.out);
      const { seq, hash } = file.head;
      process.stderr.write(`steward: ${seq} ${seq === 1 ? 'entry' : 'entries'}, the last ${hash}\n`);
    });
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Check a chain of evidence without asking anybody: nothing changed, dropped, added or moved.')
    .argument('<file>', 'as "steward evidence" wrote it')
    .addHelpText('after', VERIFY_HELP)
    .action(verify);
}

async function verify(name: string): Promise<void> {
  const file = await evidenceIn(name);
  const verdict = verifyEvidence(file, (text) => createHash('sha256').update(text).digest('hex'));
  const { seq, hash } = file.head;
  if (verdict.kind === 'broken') {
    process.exitCode = 1;
    await writeOut(`Broken at entry ${verdict.at}. ${verdict.why}`, undefined);
    return;
  }
  const entries = `${seq} ${seq === 1 ? 'entry' : 'entries'}`;
  await writeOut(`Whole: ${entries} of migration ${plain(file.migrationId)}, the last ${plain(hash)}.`, undefined);
}

/** The file as it is: a field that this version does not know is covered by the hash all the same. */
async function evidenceIn(name: string): Promise<EvidenceFile> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(name, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === undefined ? 'it is not JSON' : code === 'ENOENT' ? 'there is no such file' : code;
    throw new InputError('CLI_EVIDENCE', `${name} cannot be checked: ${why}`, {}, { cause: error });
  }
  const parsed = EvidenceFile.safeParse(content);
  if (parsed.success) return content as EvidenceFile;
  const [issue] = parsed.error.issues;
  throw new InputError(
    'CLI_EVIDENCE',
    `${name} is no file that "steward evidence" wrote: ${issue?.path.join('.') || 'content'}: ${issue?.message}`,
  );
}

const HELP = `
Examples:
  $ steward evidence m-0123456789ab --out evidence.json
  $ steward verify evidence.json

Exit codes:
  0  fine
  1  could not run, or there is no such migration`;

const VERIFY_HELP = `
Each entry's hash covers its content and the hash before it. Somebody who writes every entry and the head anew can make
another whole chain: compare the last hash with what the migration's page showed, or with a copy from that time.

Exit codes:
  0  the chain is whole
  1  it is broken (one line says where), or the file is no evidence`;
