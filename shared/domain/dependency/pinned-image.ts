/**
 * Does the container image itself name a system, a Windows release or a kernel? Such an image may need a new
 * build for another node image.
 *
 * @returns what it is pinned to, in words
 */
export function pinnedTo(image: string): string | undefined {
  const name = image.toLowerCase();
  const kernel = /(?:^|[-_:])(\d\.\d{1,2}\.\d+-\d+-azure(?:-(?:fips|fde|nvidia))?)/.exec(name)?.[1];
  if (kernel) return `kernel ${kernel}`;
  const windows =
    /(ltsc20\d\d|windowsservercore-?\d{4}|nanoserver-?(?:\d{4}|ltsc20\d\d)|(?:servercore|nanoserver):\S+|10\.0\.\d{5})/.exec(
      name,
    )?.[1];
  if (windows) return `Windows ${windows}`;
  const base = /(?:^|\/)(ubuntu|cbl-mariner\/base\/core|azurelinux\/base\/core|mariner)[:@](?!latest)([\w.-]+)/.exec(
    name,
  );
  return base ? `base image ${base[1]} ${base[2]}` : undefined;
}
