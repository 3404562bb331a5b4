import { plainLetter } from './letter.ts'
import { cut, type Shown, sumSentences } from './shown.ts'
import { resultOf, words } from './words-en.ts'

/** The breakdown as plain text. Names come last in a line, so that those of any script leave the columns straight. */
export function breakdownText(shown: Shown): string {
  const { summary, attached, asOf, timeZone } = shown
  const paragraphs = [
    `${words.about(shown)}\n${words.asOf(words.moment(asOf, timeZone))}`,
    list(sumSentences(summary), null),
    ...(summary.toMap.length > 0 ? toMap(shown) : []),
    ...(summary.companies > 0 ? [`${words.all}\n\n${table(shown)}`] : []),
    ...(attached === null ? [] : [words.attached(attached.fileName)]),
  ]
  return plainLetter({ ...shown, title: words.title(shown.period), paragraphs })
}

function toMap(shown: Shown): string[] {
  const { lines, more } = cut(shown.summary.toMap, shown)
  const names = lines.map((row) => `${row.companyName} (${words.id(row.companyId)})`)
  return [`${words.toMap(shown.summary.toMap.length)}\n\n${words.toMapHow}`, list(names, more)]
}

function list(entries: string[], more: string | null): string {
  return [...entries.map((entry) => `- ${entry}`), ...(more === null ? [] : [more])].join('\n')
}

function table(shown: Shown): string {
  const { lines, more } = cut(shown.rows, shown)
  const { company, users, result } = words.column
  const cells = lines.map((row) => ({
    users: row.unitCount === null ? words.noNumber : words.number(row.unitCount),
    result: resultOf(row),
    company: `${row.companyName} (${words.id(row.companyId)})${row.corrected === null ? '' : `, ${words.corrected(row.corrected.from)}`}`,
  }))
  const usersWidth = Math.max(users.length, ...cells.map((cell) => cell.users.length))
  const resultWidth = Math.max(result.length, ...cells.map((cell) => cell.result.length))
  const drawn = [{ users, result, company }, ...cells].map(
    (cell) => `${cell.users.padStart(usersWidth)}  ${cell.result.padEnd(resultWidth)}  ${cell.company}`,
  )
  return [...drawn, ...(more === null ? [] : [more])].join('\n')
}
