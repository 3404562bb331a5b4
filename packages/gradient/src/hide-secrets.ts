import type { Secret } from '@bridge/vault'

/** Shorter than this it hides nothing worth hiding, and would tear words apart. */
const SHORTEST = 4

/** Takes secrets out of a text that came from outside; a token also without its padding, as some servers repeat it. */
export function hideSecrets(text: string, secrets: readonly Secret[]): string {
  return secrets
    .map((secret) => secret.reveal().replace(/=+$/, ''))
    .filter((hidden) => hidden.length >= SHORTEST)
    .sort((a, b) => b.length - a.length)
    .reduce((clean, hidden) => clean.replaceAll(hidden, '[redacted]'), text)
}
