import { Anchor, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Found } from '../api/shapes.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { EmptyNote } from '../lists/empty-note.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { writeView } from '../lists/use-view.ts'
import { useOverview } from '../live/use-overview.ts'
import { words } from '../words/words.ts'
import { storyHref } from './story-href.ts'

const says = words.story
/** So many of a kind are answered; what is more has to be looked for more closely. */
const MOST_FOUND = 20
const COMPANY = { label: words.lists.company }
const PARTNER = { label: words.lists.partner, isWide: true }
const MONTH = { label: words.lists.month }

/** What was found: companies lead to their story, pushes to their page, a partner to its companies. */
export function FoundLists({ found, text, isBusy }: { found: Found; text: string; isBusy: boolean }) {
  const { partners, companies, pushes } = found
  const runId = useOverview().data?.run?.id
  if (partners.length + companies.length + pushes.length === 0) return <EmptyNote>{words.lists.noHit(text)}</EmptyNote>
  return (
    <Stack gap="md">
      {companies.length > 0 && (
        <Part title={says.found.companies}>
          <ListTable label={says.found.companies} columns={[COMPANY, PARTNER]} isBusy={isBusy}>
            {companies.map(({ partnerId, partnerName, id, name, archived }) => (
              <ListRow key={`${partnerId} ${id}`}>
                <ListCell column={COMPANY}>
                  <Anchor component={Link} href={storyHref({ partnerId, companyId: id })} size="sm">
                    {name}
                  </Anchor>
                  <Text c="dimmed" size="xs">
                    {id}
                    {archived && `, ${says.archivedMark}`}
                  </Text>
                </ListCell>
                <ListCell column={PARTNER}>
                  {partnerName}
                  <Text c="dimmed" size="xs">
                    {partnerId}
                  </Text>
                </ListCell>
              </ListRow>
            ))}
          </ListTable>
          {companies.length >= MOST_FOUND && <More />}
        </Part>
      )}
      {pushes.length > 0 && (
        <Part title={says.found.pushes}>
          <ListTable label={says.found.pushes} columns={[COMPANY, MONTH, PARTNER]} isBusy={isBusy}>
            {pushes.map((push) => (
              <ListRow key={push.id}>
                <ListCell column={COMPANY}>
                  <Anchor component={Link} href={`/pushes/${push.id}`} size="sm">
                    {push.companyName}
                  </Anchor>
                </ListCell>
                <ListCell column={MONTH}>{formatPeriod(push.period)}</ListCell>
                <ListCell column={PARTNER}>{push.partnerName}</ListCell>
              </ListRow>
            ))}
          </ListTable>
        </Part>
      )}
      {partners.length > 0 && (
        <Part title={says.found.partners}>
          <ListTable label={says.found.partners} columns={[PARTNER]} isBusy={isBusy}>
            {partners.map(({ id, name }) => (
              <ListRow key={id}>
                <ListCell column={PARTNER}>
                  {runId === undefined ? (
                    name
                  ) : (
                    <Anchor
                      component={Link}
                      href={`/runs/${runId}${writeView({ by: 'company', partnerId: id })}`}
                      size="sm"
                    >
                      {says.companiesOf(name)}
                    </Anchor>
                  )}
                  <Text c="dimmed" size="xs">
                    {id}
                  </Text>
                </ListCell>
              </ListRow>
            ))}
          </ListTable>
          {partners.length >= MOST_FOUND && <More />}
        </Part>
      )}
    </Stack>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Title order={3}>{title}</Title>
      {children}
    </div>
  )
}

function More() {
  return (
    <Text c="dimmed" size="xs" mt="xs">
      {says.more(formatNumber(MOST_FOUND))}
    </Text>
  )
}
