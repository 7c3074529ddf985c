/** One way in which the simulator answers otherwise than the recorded server, on purpose. */
export interface Difference {
  /** Name of a recording; absent: any of them. */
  readonly case?: string;
  /** Where, as {@link compare} writes it; `*` stands for anything. */
  readonly path: string;
  readonly reason: string;
}

export const DIFFERENCES: readonly Difference[] = [
  { case: 'discovery', path: '#0 $.serverAddressByClientCIDRs[].serverAddress', reason: 'the address of this server' },
  { case: 'discovery', path: '#1 $.groups', reason: 'only the groups that are simulated are told of' },
  { case: 'discovery', path: '#3 $.resources', reason: 'only the kinds that are simulated are told of' },
  {
    case: 'continue-expired-410',
    path: '#5 $.metadata.remainingItemCount',
    reason: 'not every pod of that moment is known, so their number is not',
  },
  { case: 'version', path: '#0 $.git', reason: 'the simulator is no build of Kubernetes' },
  { case: 'version', path: '#2 $', reason: 'there are no parts whose health could be told one by one' },
  {
    case: 'pod-create-rejected',
    path: '#2 ',
    reason: 'resource quotas are not simulated: nothing that is tested creates pods against one',
  },
  {
    case: 'patch-invalid-422',
    path: '#5 $.message',
    reason: 'the refused object is quoted whole; the fields are the same, their order is not',
  },
  { case: 'patch-invalid-422', path: '#5 $.details.causes[].message', reason: 'as above, in the cause' },
  {
    case: 'watch-pods',
    path: '#1 $stream[].object.spec.volumes[].projected.sources has 3 items, not 4',
    reason: 'the recorded server is a distribution that projects a certificate of its own',
  },
  { case: 'rollout-restart', path: '#1 $stream', reason: 'a rollout comes to the same end in other steps' },
];

/** Where two JSON values differ: `$.items[].spec.x missing`, one line for each place and kind. */
export function compare(recorded: unknown, answered: unknown, path = '$'): string[] {
  if (Array.isArray(recorded) && Array.isArray(answered)) {
    const lines =
      recorded.length === answered.length ? [] : [`${path} has ${answered.length} items, not ${recorded.length}`];
    const both = Math.min(recorded.length, answered.length);
    for (let at = 0; at < both; at++) lines.push(...compare(recorded[at], answered[at], `${path}[]`));
    return [...new Set(lines)];
  }
  if (isObject(recorded) && isObject(answered)) {
    const fields = new Set([...Object.keys(recorded), ...Object.keys(answered)]);
    return [...fields].flatMap((field) => {
      const here = `${path}.${field}`;
      if (!(field in answered)) return [`${here} missing`];
      if (!(field in recorded)) return [`${here} extra`];
      return compare(recorded[field], answered[field], here);
    });
  }
  if (Object.is(recorded, answered)) return [];
  return [`${path} is ${short(answered)}, not ${short(recorded)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
};

/** Takes out what cannot be the same twice: versions, moments, made-up names, ids and ages. */
export function masked(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((one) => masked(one, key));
    // Which condition was written first is chance.
    return key === 'conditions' ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([field]) => field !== 'managedFields')
        .map(([field, one]) => [field, masked(one, field)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (key === 'resourceVersion') return '<version>';
  if (key === 'continue') return '<token>';
  if (key === 'podIP' || key === 'ip') return '<address>';
  if (key === 'containerID' || key === 'imageID') return '<container>';
  return value
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replace(/kube-api-access-\w{5}/g, 'kube-api-access-<x>')
    .replace(/\.[0-9a-f]{16}$/, '.<event>')
    .replace(/(too old resource version: \d+ \(|current: )\d+/, '$1<version>')
    .replace(/^(\d+[smhd])+$/, '<age>')
    .replace(/\((\d+[smhd])+ ago\)/, '(<age> ago)');
}

export const covers = (difference: Difference, name: string, line: string): boolean =>
  (difference.case === undefined || difference.case === name) &&
  new RegExp(
    `^${difference.path
      .split('*')
      .map((part) => part.replace(/[.[\]$()?+|^{}\\]/g, '\\$&'))
      .join('.*')}`,
  ).test(line);
