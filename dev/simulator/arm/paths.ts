const AKS = 'providers/microsoft.containerservice';

/** Paths of the resource provider, in lower case; names in braces take one segment. */
export const IN_SUBSCRIPTION = `/subscriptions/{subscription}/${AKS}`;
export const IN_GROUP = `/subscriptions/{subscription}/resourcegroups/{group}/${AKS}/managedclusters`;
export const CLUSTER = `${IN_GROUP}/{cluster}`;
export const POOL = `${CLUSTER}/agentpools/{pool}`;
