import type { Random } from "../random.js";
import type { LifeEvent } from "./events.js";
import type { CompanyAgent, CompanyGuest, CompanyService, DirectoryKind } from "./model.js";
import { personName } from "./names.js";
import type { Population } from "./population.js";

const DEEDS =
  "Claims triage,Refunds,Fraud watch,Renewal pricing,Vendor screening,Payout,Contract review,Invoice matching,Ticket routing,Lead scoring,Shift planning,Access review,Credit check,Returns,Expense audit".split(
    ",",
  );
const FORMS = ["agent", "bot", "assistant", "copilot", "runner"] as const;
const SERVICES =
  "backup,deploy,billing-sync,report-mailer,print,monitoring,data-loader,archive,build,scanner".split(
    ",",
  );
const MAILBOXES = "Accounts,Reception,Careers,Press,Support,Invoices,Facilities,Legal".split(",");
const HOMES: readonly DirectoryKind[] = ["okta", "entra"];

/** An agent that one employee answers for and another one configures. */
export function addAgent(population: Population, random: Random): CompanyAgent | null {
  const employee = (workerId: string): boolean =>
    population.recordOf(workerId).workerType === "employee";
  const owner = population.steady.draw(random, employee);
  const sponsor = population.steady.draw(random, employee);
  if (owner === undefined || sponsor === undefined) return null;
  const number = population.estate.agents.size + 1;
  return population.estate.addAgent({
    name: `${random.pick(DEEDS)} ${random.pick(FORMS)} ${String(number)}`,
    home: random.pick(HOMES),
    owner,
    sponsor,
  });
}

export function addService(population: Population, random: Random): CompanyService {
  const number = String(population.estate.services.size + 1);
  const { domain } = population.addresses;
  const home = random.pick(HOMES);
  if (random.chance(0.5)) {
    const job = random.pick(SERVICES);
    const address = `svc-${job}-${number}@${domain}`;
    return population.estate.addService({
      what: "service-account",
      name: `svc-${job}-${number}`,
      address,
      home,
    });
  }
  const what = random.pick(MAILBOXES);
  const address = `${what.toLowerCase()}-${number}@${domain}`;
  return population.estate.addService({
    what: "shared-mailbox",
    name: `${what} ${number}`,
    address,
    home,
  });
}

export function addGuest(population: Population, random: Random): CompanyGuest {
  const { given, family, latin } = personName(random);
  const number = String(population.estate.guests.size + 1);
  const company = random.pick(["northwind", "contoso", "brokerhaus", "auditors"]);
  return population.estate.addGuest({
    given,
    family,
    email: `${latin}.${number}@${company}.example`,
  });
}

export function agentAppears(population: Population): LifeEvent | null {
  const agent = addAgent(population, population.random);
  return agent === null ? null : population.tell({ kind: "agent-appeared", agent: agent.key });
}

/** Somebody else owns or sponsors it: often long after the former one left. */
export function agentChangesHands(population: Population): LifeEvent | null {
  const { random, estate, steady } = population;
  const key = estate.running.draw(random);
  const to = steady.draw(random);
  if (key === undefined || to === undefined) return null;
  const role = random.pick(["owner", "sponsor"] as const);
  const from = estate.agent(key)[role];
  if (from === to) return null;
  estate.changeAgent(key, { [role]: to });
  return population.tell({ kind: "agent-handed-over", agent: key, role, from, to });
}

export function agentIsDisabled(population: Population): LifeEvent | null {
  const key = population.estate.running.draw(population.random);
  if (key === undefined) return null;
  population.estate.changeAgent(key, { status: "disabled" });
  return population.tell({ kind: "agent-disabled", agent: key });
}

export function serviceIsCreated(population: Population): LifeEvent {
  const { key } = addService(population, population.random);
  return population.tell({ kind: "service-created", service: key });
}

export function guestIsInvited(population: Population): LifeEvent {
  const { key } = addGuest(population, population.random);
  return population.tell({ kind: "guest-invited", guest: key });
}

export function guestIsDeleted(population: Population): LifeEvent | null {
  const key = population.estate.invited.draw(population.random);
  if (key === undefined) return null;
  population.estate.deleteGuest(key);
  return population.tell({ kind: "guest-deleted", guest: key });
}
