/** What every page has around it. */
export const frame = {
  common: {
    loading: 'Loading',
    cancel: 'Cancel',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
  },
  layout: {
    skip: 'Skip to the page',
    pages: 'Pages',
    light: 'Light page',
    dark: 'Dark page',
    leave: 'Sign out',
  },
}
