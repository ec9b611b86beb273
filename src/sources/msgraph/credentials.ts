import {
  createHash,
  createPrivateKey,
  randomUUID,
  X509Certificate,
  type KeyObject,
} from "node:crypto";
import { SignJWT } from "jose";
import type { Instant } from "../../domain/time.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { secretFrom } from "../remote/secret.js";
import { CredentialsUnusable } from "./errors.js";

/** Minutes for which an assertion may be used; Entra takes at most ten. */
const ASSERTION_MINUTES = 5;
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export interface SignInAsk {
  readonly env: NodeJS.ProcessEnv;
  /** Of the token endpoint: the assertion's audience. */
  readonly endpoint: string;
  readonly now: Instant;
}

/**
 * The fields of a token request that prove who we are: the client secret, or an assertion signed with
 * the certificate's key (Microsoft identity platform, "certificate credentials").
 *
 * @throws SourceSecretMissing CredentialsUnusable
 */
export async function proofOf(
  config: EntraSourceConfig,
  ask: SignInAsk,
): Promise<Readonly<Record<string, string>>> {
  const { auth, id: source } = config;
  switch (auth.how) {
    case "secret": {
      const name = auth.secretEnv;
      return {
        client_secret: secretFrom({ env: ask.env, name, source, holds: "the client secret" }),
      };
    }
    case "certificate": {
      const pair = keyPair(config, auth, ask);
      return {
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: await assertion(config.clientId, pair, ask),
      };
    }
  }
}

interface KeyPair {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

type CertificateAuth = Extract<EntraSourceConfig["auth"], { readonly how: "certificate" }>;

function keyPair(
  { id: source }: EntraSourceConfig,
  auth: CertificateAuth,
  ask: SignInAsk,
): KeyPair {
  const { env, now } = ask;
  const { privateKeyEnv, certificateEnv } = auth;
  const refuse = (variable: string, why: string): CredentialsUnusable =>
    new CredentialsUnusable({ source, variable, why });
  const keyText = secretFrom({ env, name: privateKeyEnv, source, holds: "the private key" });
  const key = parsed(() => createPrivateKey(pem(keyText)));
  if (key === null) throw refuse(privateKeyEnv, "holds no private key in PEM form");
  if (key.asymmetricKeyType !== "rsa") throw refuse(privateKeyEnv, "holds a key that is not RSA");
  const text = secretFrom({ env, name: certificateEnv, source, holds: "the certificate" });
  const certificate = parsed(() => new X509Certificate(pem(text)));
  if (certificate === null) throw refuse(certificateEnv, "holds no certificate in PEM form");
  if (!certificate.checkPrivateKey(key)) {
    throw refuse(certificateEnv, `holds a certificate of another key than ${privateKeyEnv}`);
  }
  if (Date.parse(certificate.validTo) <= now) {
    throw refuse(certificateEnv, `holds a certificate that expired on ${certificate.validTo}`);
  }
  return { key, certificate };
}

/** Environment files keep a PEM on one line, with `\n` in place of line breaks. */
function pem(text: string): string {
  return text.replaceAll(String.raw`\n`, "\n");
}

/** Node's own message may quote what it was given, so nothing of it is kept (F44). */
function parsed<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}

async function assertion(
  clientId: string,
  { key, certificate }: KeyPair,
  ask: SignInAsk,
): Promise<string> {
  const seconds = Math.floor(ask.now / 1_000);
  const thumbprint = createHash("sha256").update(certificate.raw).digest("base64url");
  return new SignJWT({})
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })
    .setAudience(ask.endpoint)
    .setIssuer(clientId)
    .setSubject(clientId)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + ASSERTION_MINUTES * 60)
    .sign(key);
}
