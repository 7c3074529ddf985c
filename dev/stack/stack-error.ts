/** Something that stops the local stack. The message is the line a person sees. */
export class StackError extends Error {}
