/** How much more time can be asked for and granted, as shares of the usual. */
export const SHARES: readonly number[] = [0, 0.25, 0.5, 1];
