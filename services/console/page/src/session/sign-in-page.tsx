import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { call } from '../api/client.ts'
import { SESSION_KEY } from '../api/keys.ts'
import { BusyButton } from '../layout/busy-button.tsx'
import { LonePage } from '../layout/lone-page.tsx'
import { wordsOf } from '../layout/problem-notice.tsx'
import { pageFact, vendorName } from '../page-facts.ts'
import { words } from '../words/words.ts'
import { nextAddressOf } from './next-address.ts'

/** By name and password, or, where the console has one, by the identity provider. */
export function SignInPage() {
  const says = words.signIn
  const provider = pageFact('identity-provider')
  const next = nextAddressOf(location.search)
  const problem = new URLSearchParams(location.search).get('problem')
  const start = `/api/oidc/start?${new URLSearchParams({ next: next.address })}`
  return (
    <LonePage title={says.title(vendorName)}>
      <Stack gap="md">
        {problem !== null && (
          <Alert color="red" role="alert" icon={<IconAlertTriangle />}>
            {words.problem.byCode[problem] ?? says.refused}
          </Alert>
        )}
        {provider !== '' && (
          <>
            <Button component="a" href={start} size="sm">
              {says.byProvider(provider)}
            </Button>
            <Divider label={says.or} />
          </>
        )}
        <PasswordForm next={next} isFirst={provider === ''} />
        <Text c="dimmed">{says.about}</Text>
      </Stack>
    </LonePage>
  )
}

function PasswordForm({ next, isFirst }: { next: ReturnType<typeof nextAddressOf>; isFirst: boolean }) {
  const says = words.signIn
  const cache = useQueryClient()
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => call('post', '/api/session', { body: { name: name.trim(), password } }),
    onSuccess: async () => {
      if (next.isLoaded) return location.assign(next.address)
      cache.clear()
      await cache.invalidateQueries({ queryKey: SESSION_KEY })
      navigate(next.address, { replace: true })
    },
    onError: () => setPassword(''),
  })
  const isMissing = name.trim() === '' || password === ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isMissing && !signIn.isPending) signIn.mutate()
      }}
    >
      <Stack gap="sm">
        {signIn.error && (
          <Alert color="red" role="alert" icon={<IconAlertTriangle />}>
            {wordsOf(signIn.error)}
          </Alert>
        )}
        <TextInput
          label={says.name}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={says.password}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={1_000}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': says.reveal, tabIndex: 0 }}
        />
        <BusyButton
          type="submit"
          size="sm"
          variant={isFirst ? 'filled' : 'default'}
          isBusy={signIn.isPending}
          busyLabel={says.busy}
        >
          {says.action}
        </BusyButton>
      </Stack>
    </form>
  )
}
