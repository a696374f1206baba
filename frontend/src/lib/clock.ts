/** The time where the page stands: the machine's, or that of a sandbox whose clock was moved forward. */

let aheadMs = 0;

/** Says how far the clock of the place stands ahead; its pages then count days from there. */
export function standAhead(seconds: number): void {
  aheadMs = seconds * 1000;
}

export const now = (): Date => new Date(Date.now() + aheadMs);
