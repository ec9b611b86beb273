/** A division of the company: what its parts are called and what people in it are. */
export interface Trade {
  readonly name: string;
  readonly specialties: readonly string[];
  readonly titles: readonly string[];
}

const RANKS = ["Junior ", "Senior ", "Principal "];

export const TRADES: readonly Trade[] = [
  trade(
    "Claims",
    "Motor claims,Property claims,Health claims,Travel claims,Claims recovery,Large losses",
    "Claims adjuster,Claims handler,Loss assessor",
  ),
  trade(
    "Underwriting",
    "Private lines,Commercial lines,Marine,Reinsurance,Pricing,Portfolio",
    "Underwriter,Pricing analyst,Actuary",
  ),
  trade(
    "Engineering",
    "Platform,Payments,Identity,Data,Mobile,Integrations,Quality",
    "Software engineer,Site reliability engineer,Test engineer,Designer",
  ),
  trade(
    "Customer service",
    "Contact centre,Complaints,Onboarding,Retention,Back office",
    "Service agent,Case worker,Service specialist",
  ),
  trade(
    "Finance",
    "Treasury,Accounts payable,Accounts receivable,Tax,Controlling,Reporting",
    "Accountant,Controller,Financial analyst",
  ),
  trade(
    "Risk and fraud",
    "Fraud detection,Credit risk,Sanctions,Model risk,Operational risk",
    "Fraud analyst,Risk analyst,Investigator",
  ),
  trade(
    "Sales",
    "Brokers,Direct sales,Key accounts,Partnerships,Renewals",
    "Account manager,Sales executive,Broker liaison",
  ),
  trade(
    "Operations",
    "Logistics,Facilities,Procurement,Vendor management,Planning",
    "Buyer,Operations specialist,Planner",
  ),
  trade(
    "People",
    "Recruiting,Payroll,Learning,Workforce planning,Employee relations",
    "Recruiter,Payroll specialist,HR partner",
  ),
  trade(
    "Agents and automation",
    "Agent engineering,Agent operations,Evaluation,Prompt review",
    "Agent engineer,Automation engineer,Evaluator",
  ),
  trade(
    "Legal and compliance",
    "Contracts,Privacy,Regulatory affairs,Litigation",
    "Counsel,Compliance officer,Privacy analyst",
  ),
  trade(
    "Marketing",
    "Brand,Campaigns,Research,Web",
    "Marketing specialist,Researcher,Campaign manager",
  ),
];

/** The office of the chief executive, which is no division. */
export const EXECUTIVE: Trade = {
  name: "Executive office",
  specialties: ["Executive office"],
  titles: ["Chief of staff", "Executive assistant", "Head of strategy"],
};

/** Titles are built once: a million people share a hundred of them. */
function trade(name: string, specialties: string, titles: string): Trade {
  const plain = titles.split(",");
  const ranked = RANKS.flatMap((rank) => plain.map((title) => rank + lowerFirst(title)));
  return { name, specialties: specialties.split(","), titles: [...plain, ...ranked] };
}

/** `HR partner` keeps its capitals. */
function lowerFirst(text: string): string {
  return /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
