/**
 * Beside `NODE_MARK`, these annotations say what of it is ours: a node that we tainted and that somebody else cordoned
 * carries the mark, and its cordon is not ours to lift. Their value is the migration's id.
 */
export const CORDON_MARK = 'image-steward.io/cordoned';
export const TAINT_MARK = 'image-steward.io/tainted';
