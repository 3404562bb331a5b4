import { Anchor, NativeSelect, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { addressOf, call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Run, RunPartner } from '../api/shapes.ts'
import { heading } from '../format/heading.ts'
import { formatNumber } from '../format/numbers.ts'
import { Answered } from '../layout/answered.tsx'
import { Panel } from '../layout/panel.tsx'
import { CsvButton } from '../lists/csv-button.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import listStyles from '../lists/list.module.css'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { Pager } from '../lists/pager.tsx'
import { SearchField } from '../lists/search-field.tsx'
import { useCursorPages } from '../lists/use-cursor-pages.ts'
import { type ChangeView, writeView } from '../lists/use-view.ts'
import { openOf, troubleOf } from '../outcomes/outcome.ts'
import { OutcomeBar } from '../outcomes/outcome-bar.tsx'
import { words } from '../words/words.ts'
import { BySwitch } from './by-switch.tsx'
import { ROWS_PER_PAGE } from './run-rows.ts'
import { PARTNER_SORTS, type RunView } from './run-view.ts'

const says = words.runs
const COLUMNS = [
  { label: words.lists.partner },
  { label: says.pushes, isWide: true },
  { label: heading(says.expected), isNumber: true },
  { label: heading(words.outcome.accepted), isNumber: true },
  { label: heading(words.outcome.unmapped), isNumber: true },
  { label: heading(words.outcomeGroup.trouble), isNumber: true },
  { label: heading(words.outcomeGroup.open), isNumber: true },
] as const

/** A run by partner: whose pushes they are, and how they stand. */
export function PartnersPanel(input: { run: Run; view: RunView; change: ChangeView<RunView> }) {
  const { run, view, change } = input
  const { search, sort } = view
  const pages = useCursorPages(`${run.id} ${sort} ${search}`)
  const { cursor } = pages
  const chosen = { sort: sort ?? PARTNER_SORTS[0], ...(search === '' ? {} : { search }) }
  const partners = useQuery({
    queryKey: [...LISTS_KEY, 'partners', run.id, sort, search, cursor ?? null],
    queryFn: ({ signal }) =>
      call('get', '/api/runs/{runId}/partners', {
        path: { runId: run.id },
        query: {
          limit: ROWS_PER_PAGE,
          ...chosen,
          ...(cursor ? { cursor } : {}),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  return (
    <Panel
      title={says.byPartner}
      action={
        <div className={listStyles['filters']}>
          <BySwitch runId={run.id} by={view.by} />
          <CsvButton
            address={addressOf<'get', '/api/runs/{runId}/partners'>('/api/runs/{runId}/partners', {
              path: { runId: run.id },
              query: chosen,
            })}
            name={`run-${run.period}-partners.csv`}
            label={`${words.lists.csv}: ${says.byPartner}`}
          />
        </div>
      }
    >
      <div className={listStyles['toolbar']}>
        <SearchField
          label={says.searchPartners}
          value={search}
          onSearch={(text) => change({ search: text }, { replace: true })}
        />
        <NativeSelect
          label={says.sortBy}
          value={sort ?? PARTNER_SORTS[0]}
          data={PARTNER_SORTS.map((value) => ({ value, label: says.sort[value] }))}
          onChange={(event) => {
            const by = PARTNER_SORTS.find((value) => value === event.currentTarget.value)
            change({ sort: by === PARTNER_SORTS[0] ? null : (by ?? null) })
          }}
        />
      </div>
      <div className={listStyles['list']}>
        <Answered query={partners}>
          {({ data, nextCursor }) =>
            data.length === 0 ? (
              <EmptyNote>{search === '' ? says.noPartners : words.lists.noHit(search)}</EmptyNote>
            ) : (
              <>
                <ListTable label={says.byPartner} columns={COLUMNS} isBusy={partners.isPlaceholderData}>
                  {data.map((row) => (
                    <PartnerLine key={row.partnerId} row={row} runId={run.id} />
                  ))}
                </ListTable>
                <Pager
                  pages={pages}
                  perPage={ROWS_PER_PAGE}
                  shown={data.length}
                  nextCursor={nextCursor}
                  isBusy={partners.isPlaceholderData}
                />
              </>
            )
          }
        </Answered>
      </div>
    </Panel>
  )
}

function PartnerLine({ row, runId }: { row: RunPartner; runId: string }) {
  const [partner, pushes, expected, accepted, unmapped, trouble, open] = COLUMNS
  return (
    <ListRow>
      <ListCell column={partner}>
        <Anchor
          component={Link}
          size="sm"
          href={`/runs/${runId}${writeView({ by: 'company', partnerId: row.partnerId })}`}
        >
          {row.name}
        </Anchor>
        <Text c="dimmed" size="xs">
          {row.partnerId}
        </Text>
        {row.heldBy !== null && openOf(row.outcomes) > 0 && (
          <Text size="xs">{says.waitsFor(words.heldBy[row.heldBy])}</Text>
        )}
        {row.missing !== 0 && (
          <Text c="red" size="xs" fw={600}>
            {says.missing(formatNumber(Math.abs(row.missing)), row.missing < 0)}
          </Text>
        )}
      </ListCell>
      <ListCell column={pushes}>
        <OutcomeBar outcomes={row.outcomes} expected={row.expected} />
      </ListCell>
      <ListCell column={expected}>{formatNumber(row.expected)}</ListCell>
      <ListCell column={accepted}>{formatNumber(row.outcomes.accepted)}</ListCell>
      <ListCell column={unmapped}>{formatNumber(row.outcomes.unmapped)}</ListCell>
      <ListCell column={trouble}>{formatNumber(troubleOf(row.outcomes))}</ListCell>
      <ListCell column={open}>{formatNumber(openOf(row.outcomes))}</ListCell>
    </ListRow>
  )
}
