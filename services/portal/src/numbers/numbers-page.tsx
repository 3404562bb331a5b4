import { Redirect } from 'wouter'
import { formatPeriod } from '../format/dates.ts'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'
import { MonthAbout } from './month-about.tsx'
import { MonthPage } from './month-page.tsx'
import { MonthPicker } from './month-picker.tsx'
import { THIS_MONTH } from './months.ts'
import { isPeriod } from './period.ts'
import { PreviewPage } from './preview-page.tsx'
import { useMonths } from './use-months.ts'

/** The numbers of a month: a preview of the running one, and what became of each that is over. The way to other months stays in its place. */
export function NumbersPage({ period: address }: { period: string }) {
  const months = useMonths()
  const { running } = months
  const period = address === THIS_MONTH ? running : address
  if (!isPeriod(period) || period > running) return <NotFoundPage />
  if (address === running) return <Redirect to={`/gradient/numbers/${THIS_MONTH}`} replace />
  const name = formatPeriod(period)
  const isRunning = period === running
  return (
    <>
      <PageHead
        title={isRunning ? words.numbers.titleSoFar(name) : words.numbers.titleOf(name)}
        about={<MonthAbout period={period} running={running} />}
        actions={<MonthPicker months={months} period={period} />}
      />
      {isRunning ? <PreviewPage months={months} /> : <MonthPage key={period} period={period} months={months} />}
    </>
  )
}
