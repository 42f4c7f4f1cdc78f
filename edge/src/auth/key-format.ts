/** Lower bound of the secret part: 43 base64url characters hold 256 bits. */
const SECRET = "[A-Za-z0-9_-]{43,128}";

const KEY = new RegExp(`^sk-dyllm-([a-z]{1,16})-([A-Za-z0-9]{12})-(${SECRET})$`);

/** The parts of `sk-dyllm-<env>-<public id>-<secret>`. The public id may be logged; the secret never is. */
export interface ApiKeyParts {
  readonly env: string;
  readonly publicId: string;
  readonly secret: string;
}

/** Takes an API key apart, or null when it does not have the form of one. */
export function parseApiKey(text: string): ApiKeyParts | null {
  const [, env, publicId, secret] = KEY.exec(text) ?? [];
  return env === undefined || publicId === undefined || secret === undefined ? null : { env, publicId, secret };
}

/** The token of an `Authorization: Bearer …` header (RFC 6750; the scheme's case does not matter), or null. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;
}
