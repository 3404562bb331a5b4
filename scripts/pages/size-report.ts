import type { BuiltPage } from './build-page.ts'

/** What was built and how large it is, for people; files that weigh less than a kilobyte are summed up. */
export function drawSizes({ page, assets, firstLoad }: BuiltPage): string {
  const large = assets.filter(({ bytes }) => bytes >= 1_000).sort((a, b) => b.bytes - a.bytes)
  const width = Math.max(...large.map(({ file }) => file.length), 'file'.length)
  const row = (file: string, ...cells: string[]) =>
    `${file.padEnd(width)}${cells.map((cell) => cell.padStart(11)).join('')}`.trimEnd()
  const lines = [
    row('file', 'as it is', 'brotli', 'gzip'),
    ...large.map(({ file, bytes, brotliBytes, gzipBytes }) =>
      row(file, kilobytes(bytes), kilobytes(brotliBytes), kilobytes(gzipBytes)),
    ),
  ]
  const rest = assets.length - large.length
  if (rest > 0) lines.push(`and ${rest} more of less than 1 kB`)
  const { brotliBytes, gzipBytes, files } = firstLoad
  lines.push(
    `First load: ${kilobytes(brotliBytes)} by brotli, ${kilobytes(gzipBytes)} by gzip, of ${kilobytes(page.firstLoadBudget)} (${files.join(', ')})`,
  )
  return lines.join('\n')
}

/** In words why the first load is too large; undefined where it is not. The larger of the two counts: over plain http browsers take gzip alone. */
export function tooLarge({ page, firstLoad }: BuiltPage): string | undefined {
  const bytes = Math.max(firstLoad.brotliBytes, firstLoad.gzipBytes)
  if (bytes <= page.firstLoadBudget) return undefined
  return `The first load of the ${page.title} is ${kilobytes(bytes)} compressed, over the ${kilobytes(page.firstLoadBudget)} that it may be: move what the first page does not need behind a dynamic import.`
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`
}
