import type { createColors } from "picocolors";
import type { Instant } from "../../domain/time.js";

/** What a rendering may depend on besides the view itself; the renderers are pure functions of both. */
export interface Look {
  readonly colours: ReturnType<typeof createColors>;
  /** Columns of the terminal. */
  readonly width: number;
  /** Dates of this year are written without the year. */
  readonly now: Instant;
}
