/** What every page has around it. */
export const frame = {
  common: {
    loading: 'Loading',
    cancel: 'Cancel',
    close: 'Close',
    yourTime: (hour: string) => `(${hour}, your time)`,
    duration: {
      milliseconds: (ms: number) => `${ms} ms`,
      tenths: (seconds: string) => `${seconds} s`,
      seconds: (seconds: number) => `${seconds} s`,
      minutes: (minutes: number) => `${minutes} min`,
      hours: (hours: number, minutes: number) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
      days: (days: number, hours: number) => (hours === 0 ? `${days} d` : `${days} d ${hours} h`),
    },
  },
  layout: {
    name: (vendor: string) => `${vendor} Console`,
    console: 'Console',
    skip: 'Skip to the page',
    pages: 'Pages',
    menu: 'Menu',
    board: 'Queue dashboard',
    light: 'Light page',
    dark: 'Dark page',
    leave: 'Sign out',
    role: { viewer: 'Viewer', operator: 'Operator' },
    viewerNote:
      'You are signed in as a viewer: everything can be seen here, and nothing changed. What sends, stops or starts is for operators.',
  },
}
