import { createTheme } from '@mantine/core'

/** The look of the page. `respectReducedMotion` stops animation where the system asks for it. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, sans-serif',
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.2rem' } } },
})
