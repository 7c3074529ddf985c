/** - `pool-replacement`: a target pool takes over. - `in-place`: AKS replaces the nodes. - `control-plane`: its version goes up. */
export type Route = 'pool-replacement' | 'in-place' | 'control-plane';

/** `aside`: neither on nor back; what is ours is put back and pods stay where they are. */
export type Direction = 'forward' | 'back' | 'aside';
