import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { FaultScript } from "../../../simulator/http/faults.js";
import { serveHr } from "../../../simulator/hr-https/server.js";
import { ALL_ROLES, serveGraph, type GraphOptions } from "../../../simulator/msgraph/server.js";
import { serveOkta, type OktaOptions } from "../../../simulator/okta/server.js";
import { CLIENT_ID, SECRET, smallDirectory, TENANT_ID } from "../../unit/msgraph/tenant.js";

export const ORG = "00osimulated";
const TOKEN = "00-secret-api-token";
const HR_PASSWORD = "hr-secret-password";
export const SECRETS = [TOKEN, SECRET, HR_PASSWORD] as const;

/** Everything that the sources of `writeConfig` need. */
export const LOGINS = {
  OKTA_API_TOKEN: TOKEN,
  ENTRA_CLIENT_SECRET: SECRET,
  WORKDAY_USER: "isu",
  WORKDAY_PASSWORD: HR_PASSWORD,
} as const;

export interface Estate {
  readonly okta: { readonly url: string; readonly faults: FaultScript };
  readonly entra: { readonly url: string; readonly faults: FaultScript };
  readonly hr: { readonly url: string; readonly faults: FaultScript };
}

export interface EstateOptions {
  readonly okta?: Partial<OktaOptions>;
  readonly entra?: Partial<GraphOptions>;
  /** Rows of the people report. */
  readonly people?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * An Okta org, an Entra tenant and a Workday report of the same seven people, on loopback.
 *
 * @param atEnd is given what closes them; by default the end of the test does.
 */
export async function openEstate(
  options: EstateOptions = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<Estate> {
  const now = (): number => Date.now();
  const faults = { okta: new FaultScript(), entra: new FaultScript(), hr: new FaultScript() };
  const okta = await serveOkta(smallDirectory(), {
    now,
    orgId: ORG,
    apiToken: TOKEN,
    faults: faults.okta,
    ...options.okta,
  });
  const entra = await serveGraph(smallDirectory(), {
    now,
    tenantId: TENANT_ID,
    clients: [{ clientId: CLIENT_ID, secret: SECRET }],
    faults: faults.entra,
    ...options.entra,
  });
  const login = Buffer.from(`isu:${HR_PASSWORD}`).toString("base64");
  const hr = await serveHr(
    {
      people: () => options.people ?? PEOPLE,
      shape: "workday",
      auth: { name: "authorization", value: `Basic ${login}` },
    },
    { faults: faults.hr },
  );
  atEnd(async () => {
    await Promise.all([okta.close(), entra.close(), hr.close()]);
  });
  return {
    okta: { url: okta.url, faults: faults.okta },
    entra: { url: entra.url, faults: faults.entra },
    hr: { url: hr.peopleUrl, faults: faults.hr },
  };
}

const PEOPLE = Array.from({ length: 7 }, (_, index) => ({
  Employee_ID: `E00${index + 1}`,
  Preferred_Name: `User Number ${index + 1}`,
  Email_Work: `user${index + 1}@larkfield.example`,
  Hire_Date: "2022-03-01",
  Termination_Date: "",
  Manager_Employee_ID: index === 0 ? "" : "E001",
}));

/** All application permissions but this one. */
export function rolesWithout(role: (typeof ALL_ROLES)[number]): readonly string[] {
  return ALL_ROLES.filter((one) => one !== role);
}

/** Laid over the sources of the config, as YAML flow mappings are: `{ tenant: "00o…" }`. */
export interface ConfigChange {
  readonly okta?: Readonly<Record<string, unknown>>;
  readonly entra?: Readonly<Record<string, unknown>>;
  readonly hr?: Readonly<Record<string, unknown>>;
}

/** Writes a config for the estate, with nothing about it worth a note. JSON is YAML. */
export function writeConfig(folder: string, estate: Estate, change: ConfigChange = {}): void {
  const config = {
    sources: [
      {
        id: "hr",
        type: "hr-https",
        preset: "workday",
        url: estate.hr.url,
        auth: { how: "basic", userEnv: "WORKDAY_USER", passwordEnv: "WORKDAY_PASSWORD" },
        ...change.hr,
      },
      {
        id: "okta",
        type: "okta",
        orgUrl: estate.okta.url,
        auth: { how: "token", tokenEnv: "OKTA_API_TOKEN" },
        ...change.okta,
      },
      {
        id: "entra",
        type: "entra",
        tenantId: TENANT_ID,
        clientId: CLIENT_ID,
        auth: { how: "secret", secretEnv: "ENTRA_CLIENT_SECRET" },
        baseUrl: estate.entra.url,
        loginUrl: estate.entra.url,
        ...change.entra,
      },
    ],
    governance: { lastResort: ["user1@larkfield.example"] },
    operators: [{ login: userInfo().username, person: "user1@larkfield.example" }],
  };
  writeFileSync(join(folder, "countersign.yaml"), JSON.stringify(config, null, 2));
}
