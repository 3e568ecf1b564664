/** Stretches are not quite alike. */
const headroom = 1.03;
/** A night's few lines tell too little of a log to make room for the rest by them. */
const tellingShare = 0.04;

/**
 * How much room to make for what is added stretch by stretch, so that it need not grow again: growing copies everything. What
 * is still to come is thought to bring as much as the stretch before did: names that were met before come again, and their
 * number does not grow with the log.
 */
export class ExpectedRoom {
  /** What was there before the stretch before, and which share of the log had come with the two before it. */
  #had = 0;
  #shares: readonly [number, number] = [0, 0];

  /**
   * Asked once for each stretch before it is added. `had`: what is there; `more`: what comes at most. `share`: how much of the
   * log has come with it, up to 1; 1 all along where nobody knows. At least `had` + `more`.
   */
  of(had: number, more: number, share: number): number {
    const [before, last] = this.#shares;
    const grown = had - this.#had;
    this.#had = had;
    this.#shares = [last, share];
    const needed = had + more;
    if (share < tellingShare || share >= 1 || last <= before) return needed;
    const coming = (grown / (last - before)) * (1 - last);
    return Math.max(needed, Math.ceil(had + coming * headroom));
  }
}
