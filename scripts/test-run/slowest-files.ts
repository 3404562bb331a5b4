/** A test file of a run, and how long its tests and hooks took. */
export interface TimedFile {
  file: string
  ms: number
}

/** The slowest files of a run, slowest first, for people: they decide how long everybody waits. Empty where nothing ran. */
export function drawSlowestFiles(files: TimedFile[], most: number): string {
  const slowest = [...files].sort((a, b) => b.ms - a.ms).slice(0, most)
  if (slowest.length === 0) return ''
  const totalMs = files.reduce((sum, { ms }) => sum + ms, 0)
  const rows = slowest.map(({ file, ms }) => `${seconds(ms).padStart(8)}  ${file}`)
  return [`Slowest ${slowest.length} of ${files.length} files (${seconds(totalMs)} in all):`, ...rows].join('\n')
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
