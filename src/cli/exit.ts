/** How a command ends (PRODUCT.md §6). */
export const EXIT = {
  ok: 0,
  /** The command could not do what it was asked, or a check it was asked for failed. */
  failed: 1,
  /** It was not understood what was asked. */
  usage: 2,
  /** It was done, and something needs a human. */
  findings: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
