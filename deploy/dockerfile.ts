/** One step of a stage, as written: `COPY --from=deps a b` has the flag `from` and the words `a b`. */
export interface Step {
  line: number
  name: string
  flags: { name: string; value: string }[]
  rest: string
}

/** A stage, from its FROM to the next. */
export interface Stage {
  name: string
  /** An earlier stage's name, or an image. */
  from: string
  steps: Step[]
}

/** What a Dockerfile says that this reader does not know: better to stop than to pass over it. */
class DockerfileError extends Error {
  override readonly name = 'DockerfileError'
}

const KNOWN = ['WORKDIR', 'ENV', 'COPY', 'RUN', 'USER', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD']
const FLAGS: Record<string, string[]> = {
  COPY: ['from'],
  RUN: ['mount'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'retries'],
}
const FLAG = /^--([a-z-]+)=(\S+)\s+/

/**
 * Reads the part of the Dockerfile language that `deploy/Dockerfile` is written in: stages, each with a name, and the steps above; ARG
 * before the first stage. Throws DockerfileError, with the line, on anything else.
 */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  const defaults = new Map<string, string>()
  for (const { line, words } of logicalLines(text)) {
    const [, keyword = '', after = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? []
    const name = keyword.toUpperCase()
    const stage = stages.at(-1)
    if (name === 'ARG' && !stage) {
      const [, key = '', value = ''] = /^(\w+)=(\S+)$/.exec(after) ?? []
      if (!key) throw new DockerfileError(`Line ${line}: an ARG needs a default.`)
      defaults.set(key, value)
    } else if (name === 'FROM') {
      const [, image = '', stageName = ''] = /^(\S+) AS ([a-z][a-z0-9-]*)$/.exec(after) ?? []
      if (!stageName) throw new DockerfileError(`Line ${line}: a stage needs a name: FROM image AS name.`)
      if (stages.some((earlier) => earlier.name === stageName)) {
        throw new DockerfileError(`Line ${line}: there is a stage ${stageName} already.`)
      }
      const from = image.replace(/\$\{(\w+)\}/g, (_, key: string) => defaults.get(key) ?? '')
      stages.push({ name: stageName, from, steps: [] })
    } else if (stage && KNOWN.includes(name)) {
      stage.steps.push({ line, name, ...readFlags(line, name, after) })
    } else {
      throw new DockerfileError(`Line ${line}: ${keyword} is not known here.`)
    }
  }
  return stages
}

/** The words of a JSON array such as `["node", "main.ts"]`. Throws where it is the shell form: a shell would take the signals. */
export function execForm(step: Step, text = step.rest): string[] {
  try {
    const words: unknown = JSON.parse(text)
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words
  } catch {
    // Said below.
  }
  throw new DockerfileError(`Line ${step.line}: ${step.name} must be a JSON array, not a line for a shell.`)
}

/** The names and values of `ENV A=1 B=2`. */
export function envPairs(step: Step): [string, string][] {
  return step.rest.split(/\s+/).map((pair) => {
    const [, key = '', value = ''] = /^(\w+)=(\S+)$/.exec(pair) ?? []
    if (!key) throw new DockerfileError(`Line ${step.line}: write ENV as NAME=value.`)
    return [key, value]
  })
}

function readFlags(line: number, name: string, words: string): Pick<Step, 'flags' | 'rest'> {
  const flags: Step['flags'] = []
  let rest = words
  for (let found = FLAG.exec(rest); found; found = FLAG.exec(rest)) {
    const [all, flag = '', value = ''] = found
    if (!FLAGS[name]?.includes(flag))
      throw new DockerfileError(`Line ${line}: ${name} with --${flag} is not known here.`)
    flags.push({ name: flag, value })
    rest = rest.slice(all.length)
  }
  return { flags, rest }
}

function logicalLines(text: string): { line: number; words: string }[] {
  const lines: { line: number; words: string }[] = []
  let open: { line: number; words: string } | undefined
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const continues = trimmed.endsWith('\\')
    const words = continues ? trimmed.slice(0, -1).trim() : trimmed
    if (open) open.words += ` ${words}`
    else open = { line: index + 1, words }
    if (continues) continue
    lines.push(open)
    open = undefined
  }
  if (open) throw new DockerfileError(`Line ${open.line}: its continuation is missing.`)
  return lines
}
