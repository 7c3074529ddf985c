import { z } from 'zod';

/** RFC 9457, with the code of the page in `docs/errors/`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
  })
  .meta({ id: 'Problem', description: 'Why a request was not answered, and what to do.' });
export type Problem = z.infer<typeof Problem>;
