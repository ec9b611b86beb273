import type { HrSourceConfig } from "../../platform/config.js";
import type { DoctorLine } from "../use-cases.js";

export async function checkHr(source: HrSourceConfig, dir: string): Promise<DoctorLine[]> {
  return [{ subject: source.id, state: "ok", sentence: dir, next: null }];
}
