import { Container, Paper, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { vendorName } from '../page-facts.ts'

/** A page by itself, without the shell: nobody is signed in, or nobody answers. */
export function LonePage(input: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${input.title} · ${vendorName}`
  }, [input.title])
  return (
    <Container component="main" size="xs" py="xl">
      <Paper withBorder p="lg">
        <Title order={1} mb="sm">
          {input.title}
        </Title>
        {input.children}
      </Paper>
    </Container>
  )
}
