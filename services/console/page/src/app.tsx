import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createCache } from './api/cache.ts'
import { colorSchemeManager } from './layout/color-scheme.ts'
import { contrast, theme } from './layout/theme.ts'
import { pageFact } from './page-facts.ts'
import { Pages } from './pages.tsx'

const cache = createCache()

/** The whole page: look, cache, routes. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={contrast}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      getStyleNonce={() => pageFact('csp-nonce')}
    >
      <QueryClientProvider client={cache}>
        <Pages />
      </QueryClientProvider>
    </MantineProvider>
  )
}
