import type { ArmAnswer } from './http.ts';

/** Answers that have lost a part on their way, for faults on demand. */
export const spoilt = {
  /** The first half of a text, which is no JSON any more. */
  cutOff: (json: string): string => json.slice(0, Math.floor(json.length / 2)),

  /** A page without its last rows; what it says about their number stays as it was. */
  withoutRows(answer: ArmAnswer, rows: number): ArmAnswer {
    const body = (answer.json === undefined ? answer.body : JSON.parse(answer.json)) as
      | { data?: unknown; value?: unknown }
      | undefined;
    for (const field of ['data', 'value'] as const) {
      const page = body?.[field];
      if (Array.isArray(page))
        return {
          status: answer.status,
          headers: answer.headers ?? {},
          body: { ...body, [field]: page.slice(0, -rows) },
        };
    }
    return answer;
  },
};
