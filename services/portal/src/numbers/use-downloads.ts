import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import type { ListView } from './list-view.ts'
import { rowQueryOf } from './use-billing-rows.ts'
import { useFile } from './use-file.ts'

const says = words.numbers.files

/** A month to keep: the list, as it is searched, filtered and sorted, as CSV; and the breakdown as it is mailed. */
export function useDownloads({ period, view }: { period: string; view: ListView }) {
  const { partner } = useSession()
  const csv = useFile()
  const breakdown = useFile()
  const address = `/v1/partners/${encodeURIComponent(partner.id)}/billing/${period}`
  return {
    isCsvBusy: csv.isPending,
    fetchCsv: () =>
      csv.mutate({
        address: `${address}?${new URLSearchParams(rowQueryOf(view))}`,
        accept: 'text/csv',
        name: says.numbersName(period),
      }),
    isBreakdownBusy: breakdown.isPending,
    fetchBreakdown: () =>
      breakdown.mutate({ address: `${address}/breakdown`, accept: 'text/html', name: says.breakdownName(period) }),
    error: csv.error ?? breakdown.error,
  }
}
