import { Alert, Button, type CSSVariablesResolver, createTheme, Table, Text, TextInput } from '@mantine/core'

/** The look of the page: dense, since operators compare. `respectReducedMotion` stops animation where the system asks for it. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' }, h3: { fontSize: '0.9375rem' } },
  },
  components: {
    Alert: Alert.extend({ defaultProps: { p: 'sm' } }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm', fz: 'sm' } }),
    Text: Text.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
  },
})

/** Mantine's own quiet colours are paler than WCAG 2.2 AA asks for (4.5 to 1 on the page's ground). */
export const contrast: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#565d64',
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-anchor': colors.blue[8],
    '--mantine-color-blue-light-color': '#14558f',
    '--mantine-color-yellow-light-color': '#6b4200',
    '--mantine-color-orange-light-color': '#8a3200',
    '--mantine-color-green-light-color': '#1b5e2a',
    '--mantine-color-red-light-color': '#a92222',
    '--mantine-color-gray-light-color': colors.gray[8],
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-error': colors.red[4],
    '--mantine-color-anchor': colors.blue[4],
  },
})
