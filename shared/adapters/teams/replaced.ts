/** Every place of it. What it is replaced by may hold what `replaceAll` takes for a pattern, as `$&`. */
export function replaced(text: string, what: string, by: string): string {
  return text.split(what).join(by);
}
