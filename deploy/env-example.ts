/** One setting of an env file. */
export interface EnvLine {
  name: string
  value: string
  /** Commented out: the value is the default. */
  isDefault: boolean
  comment: string
}

/** Reads `.env.example`: settings as `NAME=value` or `#NAME=value`, each below its one line of comment. Throws where that is not so. */
export function readEnvExample(text: string): EnvLine[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const [, hash = '', name = '', value = ''] = /^(#?)([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? []
    if (name === '') {
      if (line !== '' && !line.startsWith('# '))
        throw new Error(`.env.example, line ${index + 1}: what is this? ${line}`)
      return []
    }
    const above = lines[index - 1] ?? ''
    if (!above.startsWith('# ') || above.startsWith('# ---')) {
      throw new Error(`.env.example, line ${index + 1}: ${name} has no comment.`)
    }
    return [{ name, value, isDefault: hash === '#', comment: above.slice(2) }]
  })
}
