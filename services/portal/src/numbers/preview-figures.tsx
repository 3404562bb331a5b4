import type { Shape } from '../api/client.ts'
import { formatNumber } from '../format/numbers.ts'
import { Loading } from '../layout/loading.tsx'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'
import { Figure, Figures } from './figures.tsx'

const says = words.numbers.figures

/** The sums of the running month, so far. */
export function PreviewFigures({ totals }: { totals: Shape<'BillingPreview'>['totals'] | undefined }) {
  return (
    <Panel title={says.title}>
      {totals ? (
        <Figures>
          <Figure name={says.usersSoFar} isLead value={formatNumber(totals.billableUsers)}>
            {says.ofCompanies(formatNumber(totals.withUsage))}
          </Figure>
          <Figure name={says.noUsage} value={formatNumber(totals.noUsage)}>
            {says.notAsZero}
          </Figure>
          {totals.finalZeros > 0 && (
            <Figure name={says.finalZeros} value={formatNumber(totals.finalZeros)}>
              {says.archived}
            </Figure>
          )}
        </Figures>
      ) : (
        <Loading />
      )}
    </Panel>
  )
}
