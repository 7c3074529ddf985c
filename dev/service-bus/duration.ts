const ISO_DURATION =
  /^P(?!$)(?:(?<days>\d+)D)?(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration as Service Bus writes them: days, hours, minutes and seconds.
 *
 *     durationMs('PT5M')     // 300000
 *     durationMs('P1DT12H')  // 129600000
 *
 * @returns `undefined` when the text is not such a duration. Years, months and weeks are not: they
 *   have no fixed length or no place in a queue's definition.
 */
export function durationMs(text: string): number | undefined {
  const parts = ISO_DURATION.exec(text)?.groups;
  if (!parts) return undefined;
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
}
