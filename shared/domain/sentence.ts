/** What a person wrote, so that another sentence can follow it. */
export function sentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
