export const mapping = {
  title: 'To map',
  pageTitle: 'To map in Gradient',
  about: 'Gradient takes a company’s number once you have said there which client of your PSA it is.',
  left: 'Left to map',
  since: (month: string) => `of the numbers of ${month}`,
  mappedSince: 'Mapped since',
  mappedSinceAbout: 'their numbers have followed',
  list: {
    title: 'Look for these names in Gradient',
    users: (users: string) => (users === '1' ? '1 billable user waits' : `${users} billable users wait`),
    noUsers: 'No number waits',
    asked: (moment: string) => `Not mapped since ${moment}`,
    named: (name: string) => `Here it is called ${name}; Gradient has not been told yet.`,
    noHit: (search: string) => `None of the companies that are to be mapped has “${search}” in its name or id.`,
  },
  copy: (name: string) => `Copy the name ${name}`,
  copied: (name: string) => `Copied: ${name}`,
  selected: 'It could not be copied, so the name is selected: press Ctrl+C, or ⌘C on a Mac.',
  cleared: (name: string, left: number) =>
    left === 0 ? `${name} is mapped. Nothing is left to map.` : `${name} is mapped. ${left} left.`,
  clearedMany: (count: number, left: number) =>
    left === 0
      ? `${count} companies are mapped. Nothing is left to map.`
      : `${count} companies are mapped. ${left} left.`,
  how: {
    title: 'How to map',
    steps: [
      'Sign in to Gradient and open the accounts of this integration.',
      'Look for the name, exactly as it is written here.',
      'Choose the client of your PSA that it is, and the service as which it is billed.',
      'Do nothing more: the number follows by itself within the hour, and the line goes from this list.',
    ],
    soonerBefore: 'Do not want to wait?',
    sooner: 'Send now',
  },
  none: {
    title: 'Nothing is left to map',
    text: (month: string) => `No number of ${month} waits for a mapping. What is new will show here.`,
    mappedSince: (count: string) =>
      count === '1' ? '1 company was mapped since.' : `${count} companies were mapped since.`,
  },
  beforeRun: {
    title: 'Nothing to map yet',
    text: (moment: string | null) =>
      moment === null
        ? 'Which companies are not mapped shows once numbers have been sent.'
        : `Which companies are not mapped shows once numbers have been sent. That happens by itself on ${moment}.`,
    now: 'Send the last closed month now',
  },
  notConnected: {
    title: 'Gradient is not connected',
    text: 'Once you are connected and the first numbers were sent, this page lists what is left to map.',
    connect: 'Connect Gradient',
  },
  needsKey: 'Gradient no longer accepts your key. What you map now follows once there is a new one.',
  needsKeyLink: 'Paste a new key',
}
