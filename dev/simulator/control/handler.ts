import { ZodError } from 'zod';
import { InputError } from '../../../shared/domain/errors.ts';
import type { Handler } from '../server.ts';
import type { Control } from './control.ts';
import type { FaultInput } from './faults.ts';
import type { FleetChangeInput } from './fleet-changes.ts';

const ROOT = '/_simulator';

export const isControlPath = (url: string): boolean => url === ROOT || url.startsWith(`${ROOT}/`);

/** A {@link Control} over the network, for processes that started the simulator as a child. */
export function controlHandler(control: Control): Handler {
  const answer = (method: string, path: string, body: unknown): { status: number; body: unknown } => {
    const [what = '', id] = path.slice(ROOT.length + 1).split('/');
    switch (`${method} ${what}`) {
      case 'GET faults':
        return { status: 200, body: { faults: control.faults() } };
      case 'POST faults':
        return { status: 201, body: { id: control.addFault(body as FaultInput) } };
      case 'DELETE faults':
        return control.removeFault(id) || id === undefined
          ? { status: 204, body: undefined }
          : { status: 404, body: { error: `there is no fault ${id}` } };
      case 'GET log':
        return {
          status: 200,
          body: { counts: control.counts(), ...(id === 'requests' && { requests: control.requests() }) },
        };
      case 'DELETE log':
        control.clearLog();
        return { status: 204, body: undefined };
      case 'GET fleet':
        return { status: 200, body: control.fleet() };
      case 'POST fleet':
        control.change(...((Array.isArray(body) ? body : [body]) as FleetChangeInput[]));
        return { status: 200, body: control.fleet() };
      default:
        return {
          status: 404,
          body: { error: `there is no ${method} ${path}; there are faults, log, log/requests and fleet` },
        };
    }
  };

  return async (request, text, response) => {
    const { status, body } = guarded(() => {
      const path = new URL(request.url ?? ROOT, 'https://127.0.0.1').pathname;
      return answer(request.method ?? 'GET', path, text === '' ? undefined : JSON.parse(text));
    });
    const payload = body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, payload === '' ? {} : { 'content-type': 'application/json; charset=utf-8' });
    response.end(payload);
  };
}

/** What the caller got wrong is said to the caller. */
function guarded(act: () => { status: number; body: unknown }): { status: number; body: unknown } {
  try {
    return act();
  } catch (error) {
    if (error instanceof ZodError) {
      const problems = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
      return { status: 400, body: { error: problems.join('; ') } };
    }
    if (error instanceof InputError || error instanceof SyntaxError)
      return { status: 400, body: { error: error.message } };
    throw error;
  }
}
