/** What a command answers: words for a person, the same for a program. `failed`: it was not done. */
export interface Said {
  words: string
  json: unknown
  failed?: boolean
}

/** What was not done, and why. */
export function notDone(words: string): Said {
  return { words, json: { error: words }, failed: true }
}

/** Columns under each other, two blanks apart. */
export function table(rows: (string | number)[][]): string {
  const texts = rows.map((row) => row.map(String))
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)))
  return texts
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
