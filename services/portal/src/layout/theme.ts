import { type CSSVariablesResolver, createTheme } from '@mantine/core'

/** The look of the page. `respectReducedMotion` stops animation where the system asks for it; white is read on shade 8 of blue and red. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, sans-serif',
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.2rem' } } },
})

const TINTED = ['blue', 'gray', 'green', 'orange', 'red', 'teal', 'yellow']

/** A ground of a colour on which text is read: so much of the colour, the rest the page's own. */
function tints(share: string): Record<string, string> {
  return Object.fromEntries(
    TINTED.map((color) => [
      `--mantine-color-${color}-light`,
      `color-mix(in srgb, var(--mantine-color-${color}-6) ${share}, var(--mantine-color-body))`,
    ]),
  )
}

/** Mantine's own quiet colours are paler than WCAG 2.2 AA asks for (4.5 to 1 on the page's ground). */
export const contrast: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    ...tints('12%'),
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-anchor': colors.blue[8],
    '--mantine-color-blue-light-color': '#14558f',
    '--mantine-color-yellow-light-color': '#6b4200',
    '--mantine-color-orange-light-color': '#8a3200',
    '--mantine-color-green-light-color': '#1b5e2a',
    '--mantine-color-teal-light-color': '#05543f',
    '--mantine-color-red-light-color': colors.red[9],
    '--mantine-color-gray-light-color': colors.gray[8],
  },
  dark: {
    ...tints('18%'),
    ...Object.fromEntries(
      TINTED.map((color) => [`--mantine-color-${color}-light-color`, `var(--mantine-color-${color}-3)`]),
    ),
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-error': colors.red[4],
    '--mantine-color-anchor': colors.blue[4],
  },
})
