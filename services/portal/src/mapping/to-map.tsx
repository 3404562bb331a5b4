import { Alert, Anchor, VisuallyHidden } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { Shape } from '../api/client.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { Figure, Figures } from '../numbers/figures.tsx'
import { ListPanel } from '../numbers/list-panel.tsx'
import type { ListView } from '../numbers/list-view.ts'
import type { CursorPages } from '../numbers/use-cursor-pages.ts'
import type { Kept } from '../numbers/use-kept.ts'
import type { ChangeView } from '../numbers/use-list-view.ts'
import { words } from '../words/words.ts'
import { HowToMap } from './how-to-map.tsx'
import styles from './mapping.module.css'
import { UnmappedItem } from './unmapped-item.tsx'
import { useTold } from './use-told.ts'

type Company = Shape<'UnmappedCompany'>

/** The companies that are to be mapped, each with the name to look for, how many are left, and how it is done. */
export function ToMap(input: {
  query: Kept<{ data: Company[]; nextCursor: string | null }>
  facts: { period: string | null; total: number; mappedSince: number }
  isKeyGood: boolean
  view: ListView
  change: ChangeView
  pages: CursorPages
}) {
  const { facts, view } = input
  const { told, tell } = useTold()
  const month = facts.period === null ? '' : formatPeriod(facts.period)
  return (
    <>
      <VisuallyHidden role="status">{told?.text}</VisuallyHidden>
      {!input.isKeyGood && (
        <Alert color="red" icon={<IconKey />} mb="lg">
          {words.mapping.needsKey}{' '}
          <Anchor component={Link} href="/gradient" inherit c="inherit" underline="always">
            {words.mapping.needsKeyLink}
          </Anchor>
        </Alert>
      )}
      <div className={styles['columns']}>
        <ListPanel
          title={words.mapping.list.title}
          query={input.query}
          pages={input.pages}
          view={view}
          change={input.change}
          all={facts.total}
          total={facts.total}
          emptyText={words.mapping.list.noHit(view.search)}
          head={
            <Figures>
              <Figure name={words.mapping.left} value={formatNumber(facts.total)}>
                {words.mapping.since(month)}
              </Figure>
              <Figure name={words.mapping.mappedSince} value={formatNumber(facts.mappedSince)}>
                {words.mapping.mappedSinceAbout}
              </Figure>
            </Figures>
          }
        >
          {(companies, isBusy) => (
            <ul className={styles['items']} aria-busy={isBusy}>
              {companies.map((company) => (
                <UnmappedItem
                  key={company.companyId}
                  company={company}
                  isCopied={told?.about === company.companyId}
                  onTell={(text, isDone) => tell(text, isDone ? company.companyId : null)}
                />
              ))}
            </ul>
          )}
        </ListPanel>
        <div className={styles['how']}>
          <HowToMap period={facts.period} />
        </div>
      </div>
    </>
  )
}
