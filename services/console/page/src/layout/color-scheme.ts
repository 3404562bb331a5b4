import { localStorageColorSchemeManager } from '@mantine/core'

/** Keeps the chosen scheme under the key that `public/color-scheme.js` reads before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'console-color-scheme' })
