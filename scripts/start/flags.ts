import { parseArgs } from 'node:util'

/** What the person asked for on the command line. */
export interface Flags {
  fresh: boolean
  example: boolean
  exit: boolean
  /** The first port; 0: any free ones; undefined: the usual base, and any free port where one of its ports is taken. */
  portBase: number | undefined
  readyFile: string | undefined
  workers: number
}

export const USUAL_PORT_BASE = 4600
const HIGHEST_PORT_BASE = 65_000
const MOST_WORKERS = 20

export const HELP = `Usage: npm start -- [flags]

Sets up and runs the whole system: Postgres, Redis, the sandbox of Gradient, an inbox for the mails to partners, the gateway with the
partner's page, the operators' console, the workers and the scheduler. Loads the example partners, connects them, bills the last closed month, prints what happened
and where to look (a page of links opens each partner's page; two operators may open the console), and stays up until Ctrl-C. Data lives in .data/.

  --fresh            forget .data/ and begin anew
  --no-example       start the system only
  --exit             stop once the example run is done; exit code 0 only if every outcome is as expected
  --port-base N      use the ports from N on (${USUAL_PORT_BASE} if left out; 0: any free ports)
  --ready-file FILE  once all is ready, write addresses, token and process ids to FILE as JSON
  --workers N        processes of each worker kind (1 to ${MOST_WORKERS}; 1 if left out)
  --help             show this

Settings in the environment (README.md, "Settings") are used as they are: with DATABASE_URL or REDIS_URL set that server is used, with
GRADIENT_BASE_URL set no sandbox is started and no example is run, with SMTP_URL set there is no inbox: mails are really sent (then set
MAIL_FROM too).
`

/** Reads the flags; a string is what is wrong with them, `'help'` that help was asked for. */
export function parseFlags(args: string[]): { flags: Flags } | { wrong: string } | 'help' {
  let values: ReturnType<typeof parse>['values']
  try {
    values = parse(args).values
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
  if (values.help) return 'help'
  const portBase = values['port-base'] === undefined ? undefined : toWhole(values['port-base'])
  const workers = toWhole(values.workers ?? '1')
  if (portBase !== undefined && !(portBase === 0 || (portBase >= 1024 && portBase <= HIGHEST_PORT_BASE))) {
    return { wrong: `--port-base must be 0, or from 1024 to ${HIGHEST_PORT_BASE}` }
  }
  if (!(workers >= 1 && workers <= MOST_WORKERS)) return { wrong: `--workers must be from 1 to ${MOST_WORKERS}` }
  if (values['ready-file'] === '') return { wrong: '--ready-file needs the name of a file' }
  return {
    flags: {
      fresh: values.fresh ?? false,
      example: !(values['no-example'] ?? false),
      exit: values.exit ?? false,
      portBase,
      readyFile: values['ready-file'],
      workers,
    },
  }
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: false,
    options: {
      help: { type: 'boolean' },
      fresh: { type: 'boolean' },
      'no-example': { type: 'boolean' },
      exit: { type: 'boolean' },
      'port-base': { type: 'string' },
      'ready-file': { type: 'string' },
      workers: { type: 'string' },
    },
  })
}

function toWhole(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}
