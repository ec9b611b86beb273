import type { PersonId } from "../domain/person.js";
import type { Policy } from "../domain/policy.js";
import type { Instant } from "../domain/time.js";
import { type OrgReader, questionKey } from "../graph/org-reader.js";
import type { Config } from "../platform/config.js";
import { normaliseAddress } from "../platform/normalise.js";
import { resolve } from "../sync/registry/people.js";

/** The policy of the config, its people resolved as of now; who is gone is left out (asked each run). */
export async function policyOf(config: Config, reader: OrgReader, at: Instant): Promise<Policy> {
  const { policy } = config;
  return {
    clockDays: policy.clockDays,
    sufficient: policy.sufficientSignatures,
    successionOrder: policy.successionOrder,
    climbLimit: policy.climbLimit,
    loadCap: policy.loadCap,
    lookAheadDays: policy.lookAheadDays,
    departingNoticeDays: policy.departingNoticeDays,
    minimumOwners: policy.minimumOwners,
    longLeaveDays: policy.longLeaveDays,
    contractorsMayOwn: policy.contractorsMayOwn,
    lastResortIds: await lastResortOf(config, reader, at),
  };
}

/** The configured last resort, holder first, then deputies: those who can be found. */
export async function lastResortOf(
  config: Config,
  reader: OrgReader,
  at: Instant,
): Promise<PersonId[]> {
  const questions = config.governance.lastResort.map((address) => ({
    address: normaliseAddress(address),
    at,
  }));
  if (questions.length === 0) return [];
  const found = await reader.candidates(questions);
  return questions.flatMap((question) => {
    const answer = resolve(question, found.get(questionKey(question)) ?? []);
    return "personId" in answer ? answer.personId : [];
  });
}
