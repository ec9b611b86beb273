/** One thing that `doctor` looked at; a line of its report without the subject. */
export interface OktaLine {
  readonly state: "ok" | "remark" | "failed";
  readonly sentence: string;
  readonly next: string | null;
}

export function ok(sentence: string): OktaLine {
  return { state: "ok", sentence, next: null };
}

export function remark(sentence: string, next: string | null = null): OktaLine {
  return { state: "remark", sentence, next };
}

export function failed(sentence: string, next: string | null): OktaLine {
  return { state: "failed", sentence, next };
}
