import { FleetError, type Remedy } from '../shared/domain/errors.ts';
import { plain } from './render/plain.ts';

const WHAT_TO_DO: Readonly<Record<Remedy, string>> = {
  'retry-later': 'Try again in a while',
  'fix-input': 'Correct the input and run it again',
  'fix-config': 'Correct the setting and run it again',
  'fix-code': 'This is a defect of steward; please report it',
};

/**
 * An error for a person: code, what happened, what to do; one line, or one for each wrong setting.
 * Never a stack trace.
 */
export function errorText(error: unknown): string {
  if (error instanceof FleetError && error.message.includes('\n')) {
    return [
      `steward: ${error.code}:`,
      ...error.message.split('\n').map((line) => `  ${plain(line)}`),
      advice(error),
    ].join('\n');
  }
  return errorLine(error);
}

function advice({ remedy, code }: FleetError): string {
  return `${WHAT_TO_DO[remedy]}; see docs/errors/${code}.md.`;
}

function errorLine(error: unknown): string {
  if (error instanceof FleetError) {
    const known = Object.entries(error.facts)
      .filter(([, value]) => !error.message.includes(String(value)))
      .map(([name, value]) => `${name}=${value}`);
    const facts = known.length > 0 ? ` (${known.join(', ')})` : '';
    return plain(`steward: ${error.code}: ${sentence(error.message + facts)} ${advice(error)}`);
  }
  const message = error instanceof Error ? error.message : String(error);
  return plain(`steward: UNEXPECTED: ${sentence(message)} ${WHAT_TO_DO['fix-code']}.`);
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
