import { Stack, Text, Title } from '@mantine/core'
import { Loading } from '../layout/loading.tsx'
import { MoreButton } from '../layout/more-button.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import styles from './gradient.module.css'
import { FAILED_AT_ONCE, useFailedAccounts } from './use-failed-accounts.ts'

/** The companies that are not in Gradient because it did not take them, each with the reason that it gave. */
export function FailedAccounts({ failed }: { failed: number }) {
  const list = useFailedAccounts()
  const companies = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <section className={styles['failed']} aria-labelledby="failed-accounts">
      <Title order={3} size="h4" id="failed-accounts">
        {words.gradient.accounts.failedTitle(failed)}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.gradient.accounts.failedAbout}
      </Text>
      {list.isPending && <Loading />}
      {list.isError && !list.data && <ProblemNotice error={list.error} retry={() => void list.refetch()} />}
      <ul>
        {companies.map((company) => (
          <li key={company.id}>
            <Text fw={600}>{company.name}</Text>
            <Text size="sm" c="dimmed">
              {words.gradient.accounts.id(company.id)}
            </Text>
            <Text size="sm">{company.account.reason ?? words.gradient.accounts.noReason}</Text>
          </li>
        ))}
      </ul>
      {failed > FAILED_AT_ONCE && (
        <Stack mt="sm" align="flex-start">
          <MoreButton
            hasMore={list.hasNextPage}
            isFetching={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
            label={words.gradient.accounts.more}
            doneText={words.gradient.accounts.allShown}
          />
        </Stack>
      )}
    </section>
  )
}
