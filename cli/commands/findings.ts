import { Command, Option } from 'commander';
import { RULE_IDS, type RuleId, SEVERITIES, type Severity } from '../../shared/domain/policy/finding.ts';
import {
  type GateOptions,
  type OutputOptions,
  type SourceOptions,
  withGate,
  withOutput,
  withSource,
} from '../options.ts';
import { report } from '../report.ts';

interface Filters {
  readonly severity?: Severity[];
  readonly rule?: RuleId[];
  readonly cluster?: string;
  readonly search?: string;
  /** `false` with `--no-exempted`. */
  readonly exempted: boolean;
}

export function findingsCommand(): Command {
  return withGate(withOutput(withSource(new Command('findings'))))
    .description('List findings, worst first, with filters.')
    .addOption(new Option('--severity <severity...>', 'only these severities').choices(SEVERITIES))
    .addOption(new Option('--rule <rule...>', 'only these rules').choices(RULE_IDS))
    .addOption(new Option('--cluster <name>', 'only this cluster, by name or ARM id'))
    .addOption(new Option('--search <text>', 'only findings with this text in a name, image or rule'))
    .addOption(new Option('--no-exempted', 'leave out findings under an exemption'))
    .addHelpText('after', HELP)
    .action((options: SourceOptions & OutputOptions & GateOptions & Filters) =>
      report(
        options,
        {
          ...(options.severity ? { severity: options.severity } : {}),
          ...(options.rule ? { rule: options.rule } : {}),
          ...(options.cluster ? { cluster: options.cluster } : {}),
          ...(options.search ? { search: options.search } : {}),
          ...(options.subscription ? { subscription: options.subscription } : {}),
          ...(options.exempted ? {} : { exempted: false }),
        },
        'findings',
      ),
    );
}

const HELP = `
With --app the findings are those of the deployed app's last sweep. Without it nothing is remembered from
an earlier run: the fleet is swept now (Azure, or --simulated), then filtered.

Examples:
  $ steward findings --app https://steward.contoso.com --severity critical high
  $ steward findings --simulated --rule images-removed support-ended
  $ steward findings --subscription 00000000-0000-0000-0000-000000000001 --no-exempted --format csv
  $ steward findings --cluster payments --fail-on high

Exit codes:
  0  fine
  1  could not run; nothing could be seen; or --fail-on found nothing but the sweep is partial
  2  there are findings at or above --fail-on among those that match the filters`;
