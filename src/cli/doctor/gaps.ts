import type {
  EntraSourceConfig,
  HrHttpsSourceConfig,
  OktaSourceConfig,
  SourceConfig,
} from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import type { DoctorLine } from "../../runs/checks.js";
import { secretFrom } from "../../sources/remote/secret.js";

/** A source that is called over the network. */
export type RemoteSource = OktaSourceConfig | EntraSourceConfig | HrHttpsSourceConfig;

export function isRemote(source: SourceConfig): source is RemoteSource {
  return ["okta", "entra", "hr-https"].includes(source.type);
}

/** An environment variable that a source needs. */
interface Secret {
  readonly name: string;
  /** As the source itself says it when the variable is missing. */
  readonly holds: string;
  /** Where its value is found. */
  readonly found: string;
}

/** A value of the config that `init` could not know. */
interface Blank {
  readonly field: string;
  readonly value: string;
  readonly found: string;
}

/** Ends the address that `init` writes; RFC 2606 keeps it from ever being anybody's. */
const NOBODYS_DOMAIN = /\.example$/;
const EMPTY_GUID = "00000000-0000-0000-0000-000000000000";

/**
 * What is still missing before a source can be called: every variable and every value at once, each
 * with where it is found. Nothing is called while something is missing, least of all with a secret at an
 * address that nobody has filled in.
 */
export function gapsOf(source: RemoteSource, env: NodeJS.ProcessEnv): DoctorLine[] {
  return [
    ...blanksOf(source).map(({ field, found }): DoctorLine => ({
      subject: source.id,
      state: "failed",
      sentence: `\`${field}:\` is not filled in yet.`,
      next: found,
    })),
    ...secretsOf(source).flatMap((secret) => missingSecret(source.id, secret, env)),
  ];
}

function missingSecret(source: string, secret: Secret, env: NodeJS.ProcessEnv): DoctorLine[] {
  const { name, holds, found } = secret;
  try {
    secretFrom({ env, source, name, holds });
    return [];
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const next = `${found} Set ${name} where Countersign is started.`;
    return [{ subject: source, state: "failed", sentence: error.message, next }];
  }
}

function blanksOf(source: RemoteSource): Blank[] {
  return fieldsOf(source).filter(
    ({ value }) => value === EMPTY_GUID || NOBODYS_DOMAIN.test(URL.parse(value)?.hostname ?? ""),
  );
}

function fieldsOf(source: RemoteSource): Blank[] {
  switch (source.type) {
    case "okta": {
      const found =
        "The address that people sign in at, such as https://your-company.okta.com: what the Admin Console shows, without -admin.";
      return [{ field: "orgUrl", value: source.orgUrl, found }];
    }
    case "entra":
      return [
        {
          field: "tenantId",
          value: source.tenantId,
          found: "Microsoft Entra admin center: Entra ID > Overview, Tenant ID.",
        },
        {
          field: "clientId",
          value: source.clientId,
          found:
            "Entra admin center: App registrations > your app > Overview, Application (client) ID.",
        },
      ];
    case "hr-https": {
      const found = REPORTS[source.preset];
      const { teamsUrl } = source;
      const teams = teamsUrl === undefined ? [] : [{ field: "teamsUrl", value: teamsUrl, found }];
      return [{ field: "url", value: source.url, found }, ...teams];
    }
    default:
      return source satisfies never;
  }
}

const REPORTS: Readonly<Record<HrHttpsSourceConfig["preset"], string>> = {
  workday:
    "Workday: open the report, Actions > Web Service > View URLs, and copy the URL of JSON; it has format=json.",
  bamboohr:
    "BambooHR: https://your-company.bamboohr.com/api/v1/reports/<number>?format=JSON&onlyCurrent=false, with the number in the report's own address.",
  plain: "Ask who runs the HR system for the address of its people report, as JSON.",
};

/** The variables of a source, with what they hold. */
export function secretsOf(source: RemoteSource): Secret[] {
  switch (source.type) {
    case "okta":
      return oktaSecrets(source.auth);
    case "entra":
      return entraSecrets(source.auth);
    case "hr-https":
      return hrSecrets(source);
    default:
      return source satisfies never;
  }
}

function oktaSecrets(auth: OktaSourceConfig["auth"]): Secret[] {
  switch (auth.how) {
    case "token":
      return [
        {
          name: auth.tokenEnv,
          holds: "the API token",
          found: "Okta Admin Console: Security > API > Tokens > Create token.",
        },
      ];
    case "oauth":
      return [
        {
          name: auth.privateKeyEnv,
          holds: "the private key",
          found:
            "Okta Admin Console: Applications > the service app > General > Public keys > Add > Generate new key; it is shown once.",
        },
      ];
    default:
      return auth satisfies never;
  }
}

function entraSecrets(auth: EntraSourceConfig["auth"]): Secret[] {
  switch (auth.how) {
    case "secret":
      return [
        {
          name: auth.secretEnv,
          holds: "the client secret",
          found:
            "Entra admin center: App registrations > your app > Certificates & secrets > New client secret, the Value (not the Secret ID); it is shown once.",
        },
      ];
    case "certificate":
      return [
        {
          name: auth.privateKeyEnv,
          holds: "the private key",
          found: "The PEM text of the key that the certificate was made with.",
        },
        {
          name: auth.certificateEnv,
          holds: "the certificate",
          found:
            "The PEM text of what was uploaded under App registrations > your app > Certificates & secrets.",
        },
      ];
    default:
      return auth satisfies never;
  }
}

function hrSecrets({ auth, preset }: HrHttpsSourceConfig): Secret[] {
  switch (auth.how) {
    case "none":
      return [];
    case "basic": {
      const user = { name: auth.userEnv, holds: "the user name", found: LOGINS[preset] };
      const password = auth.passwordEnv;
      if (password === undefined) return [user];
      return [user, { name: password, holds: "the password", found: "The password of that user." }];
    }
    case "bearer":
      return [{ name: auth.tokenEnv, holds: "the token", found: "The HR system gives it out." }];
    case "header":
      return [
        {
          name: auth.valueEnv,
          holds: `the value of ${auth.name}`,
          found: "The HR system gives it out.",
        },
      ];
    default:
      return auth satisfies never;
  }
}

const LOGINS: Readonly<Record<HrHttpsSourceConfig["preset"], string>> = {
  workday: "Workday: the user name of the integration system user (ISU) that may run the report.",
  bamboohr: "BambooHR: My Account > API Keys; the key is the user name, and any password will do.",
  plain: "The HR system gives it out.",
};
