import type { LinkedPartner, Links } from './links-page.ts'

/** Where a running system is reached, as the ready file has it. */
export interface Addresses {
  gateway: string
  /** The partner's page; a link leads into it. */
  portal: string
  /** The page of links into the partners' pages. */
  links: string
  sandbox?: string
  inbox?: string
  integrationToken: string
  databaseUrl: string
  redisUrl: string
}

/** Most partners whose line is printed. */
const PARTNERS_SAID = 10

/** The places that a person may want to look at, the page of links aside. */
export function placesOf(addresses: Pick<Addresses, 'gateway' | 'sandbox' | 'inbox'>): Links['places'] {
  const { gateway, inbox, sandbox } = addresses
  return [
    { name: 'Gateway', url: `${gateway}/docs`, what: 'its API, readable' },
    ...(sandbox === undefined ? [] : [{ name: 'Sandbox', url: sandbox, what: 'Gradient, as the partner sees it' }]),
    ...(inbox === undefined ? [] : [{ name: 'Inbox', url: inbox, what: 'the mails that partners were sent' }]),
  ]
}

/** Tells a person where to look. */
export function sayAddresses(
  addresses: Addresses,
  input: { say: (line: string) => void; logFolder: string; partners: (LinkedPartner & { openUrl: string })[] },
): void {
  const { say, logFolder, partners } = input
  const line = (name: string, address: string, what?: string) =>
    say(`${name.padEnd(10)} ${address}${what === undefined ? '' : `  (${what})`}`)
  say('')
  for (const { name, url, what } of placesOf(addresses)) line(name, url, what)
  line('Logs', logFolder)
  line('Links', addresses.links, 'into each partner’s page: a fresh link at each press')
  for (const { name, openUrl } of partners.slice(0, PARTNERS_SAID)) say(`  ${openUrl}  ${name}`)
  if (partners.length > PARTNERS_SAID) say(`  and ${partners.length - PARTNERS_SAID} more`)
  say('A token for the API:  npm run token -- create --name my-integration')
  say('Press Ctrl-C to stop everything.')
}
