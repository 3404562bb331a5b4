import type { LinkedPartner, Links } from './links-page.ts'
import type { LocalOperator } from './local-operators.ts'

/** Where a running system is reached, as the ready file has it. */
export interface Addresses {
  gateway: string
  /** The partner's page; a link leads into it. */
  portal: string
  /** The page of links into the partners' pages. */
  links: string
  /** The operators' pages. */
  console: string
  sandbox?: string
  inbox?: string
  integrationToken: string
  /** As the owner of the tables. */
  databaseUrl: string
  /** As the services come in. */
  servicesDatabaseUrl: string
  redisUrl: string
}

/** Most partners whose line is printed. */
const PARTNERS_SAID = 10

/** The places that a person may want to look at, the page of links aside. */
export function placesOf(addresses: Pick<Addresses, 'gateway' | 'console' | 'sandbox' | 'inbox'>): Links['places'] {
  const { gateway, console: operators, inbox, sandbox } = addresses
  return [
    { name: 'Gateway', url: `${gateway}/docs`, what: 'its API, readable' },
    {
      name: 'Console',
      url: operators,
      what: 'what operators see: is the month complete, what failed, and a sure way to retry it',
    },
    ...(sandbox === undefined ? [] : [{ name: 'Sandbox', url: sandbox, what: 'Gradient, as the partner sees it' }]),
    ...(inbox === undefined ? [] : [{ name: 'Inbox', url: inbox, what: 'the mails that partners were sent' }]),
  ]
}

/** Tells a person where to look. */
export function sayAddresses(
  addresses: Addresses,
  input: {
    say: (line: string) => void
    logFolder: string
    partners: (LinkedPartner & { openUrl: string })[]
    /** Undefined: nobody was made in a database that is not ours. */
    operators: LocalOperator[] | undefined
  },
): void {
  const { say, logFolder, partners, operators } = input
  const line = (name: string, address: string, what?: string) =>
    say(`${name.padEnd(10)} ${address}${what === undefined ? '' : `  (${what})`}`)
  say('')
  for (const { name, url, what } of placesOf(addresses)) {
    line(name, url, what)
    if (url === addresses.console) sayOperators(say, operators)
  }
  line('Logs', logFolder)
  line('Links', addresses.links, 'into each partner’s page: a fresh link at each press')
  for (const { name, openUrl } of partners.slice(0, PARTNERS_SAID)) say(`  ${openUrl}  ${name}`)
  if (partners.length > PARTNERS_SAID) say(`  and ${partners.length - PARTNERS_SAID} more`)
  say('A token for the API:  npm run token -- create --name my-integration')
  say('Press Ctrl-C to stop everything.')
}

function sayOperators(say: (line: string) => void, operators: LocalOperator[] | undefined): void {
  if (operators === undefined) {
    say('  nobody was made in a database of yours: npm run operator -- create --name NAME --role operator')
    return
  }
  for (const { name, password } of operators) {
    const words = password ?? `(not by the password kept here; another one: npm run operator -- password ${name})`
    say(`  sign in as ${name.padEnd(8)}  ${words}`)
  }
}
