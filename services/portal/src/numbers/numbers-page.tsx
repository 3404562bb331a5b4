import { Redirect } from 'wouter'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { MonthPage } from './month-page.tsx'
import { THIS_MONTH } from './months.ts'
import { isPeriod } from './period.ts'
import { PreviewPage } from './preview-page.tsx'
import { useMonths } from './use-months.ts'

/** The numbers of a month: a preview of the running one, and what became of each that is over. */
export function NumbersPage({ period }: { period: string }) {
  const months = useMonths()
  if (period === THIS_MONTH) return <PreviewPage months={months} />
  if (!isPeriod(period) || period > months.running) return <NotFoundPage />
  if (period === months.running) return <Redirect to={`/gradient/numbers/${THIS_MONTH}`} replace />
  return <MonthPage key={period} period={period} months={months} />
}
