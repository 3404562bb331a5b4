import { vendorName } from '../../page-facts.ts'

export const connect = {
  title: 'Connect Gradient',
  about: `Every month, ${vendorName} sends Gradient the number of billable users of each of your companies. Nobody retypes it into your PSA any more.`,
  does: [
    {
      title: 'Companies become accounts',
      text: 'Each of your companies appears in Gradient as an account, and so does every new one.',
    },
    {
      title: 'Numbers follow on the 1st',
      text: 'Each month’s billable users are sent once the month is over. Corrections follow by themselves.',
    },
    {
      title: 'You map once',
      text: 'In Gradient you say which client of your PSA each account is. Equal names are mapped for you.',
    },
  ],
  shared: {
    title: 'This is all that Gradient will see',
    about: 'For each company its name, its id, and one number a month. Here are yours, as they stand now.',
    caption: (period: string) => `Billable users in ${period}, so far`,
    name: 'Company',
    id: 'Id',
    count: 'Users',
    noCount: 'None reported yet',
    empty: `${vendorName} has no companies of yours yet. You can connect all the same: each one appears in Gradient once it is there.`,
    more: (shown: string, total: string) => `Show more (${shown} of ${total})`,
    all: (total: string) => `All ${total} companies are shown.`,
  },
  never: {
    title: 'Never shared',
    about: `Nothing about any person leaves ${vendorName}.`,
    things: [
      'Names and email addresses of people',
      'Training results, simulated phishing and who clicked',
      'Your prices, invoices and contracts',
      'Sign-ins and passwords',
    ],
  },
  key: {
    title: 'Connect with your key',
    about: 'The key comes from Gradient, which shows it to you once.',
    label: 'Partner API Key',
    hint: 'Paste the whole key.',
    reveal: 'Show the key',
    cover: 'Hide the key',
    kept: 'It is kept encrypted. From then on only its last four characters are ever shown.',
  },
  find: {
    title: 'Where do I find the key?',
    steps: [
      'Sign in to Gradient and open its list of integrations.',
      `Choose ${vendorName} and press Connect.`,
      'Copy the Partner API Key that is shown, and leave that window open.',
      'Paste the key here.',
    ],
  },
  connect: 'Connect',
  checking: 'Checking with Gradient…',
  checkingNote: 'We are asking Gradient whose key this is. That takes a few seconds.',
  checkingSlow:
    'Gradient takes longer than usual. We are still waiting for its answer; nothing is kept until it comes.',
  flaw: {
    missing: 'Paste your Partner API Key first.',
    too_short: 'That is too short to be a whole key. Copy it again, from its first to its last character.',
    too_long: 'That is too long to be a key. Copy only the key.',
    odd_characters: 'There are characters in it that no key has. Copy the key itself, without the text around it.',
  },
  problem: {
    rejected: {
      title: 'Gradient does not accept this key',
      text: `Nothing was kept. Check in Gradient that the key was made for ${vendorName}, and that you copied all of it. If you no longer have it, make a new one there and paste that.`,
    },
    other_organization: { title: 'This key is for another organization', text: '' },
    gradient_away: {
      title: 'Gradient gives no answer at the moment',
      text: 'So the key could not be checked, and nothing was kept or changed. It is still in the field: try again in a minute.',
    },
    paused: {
      title: 'Keys cannot be checked right now',
      text: `${vendorName} has paused all calls to Gradient. Nothing was kept or changed, and the key itself may well be in order. Try again later.`,
    },
    too_often: {
      title: 'That was tried too often',
      text: 'Nothing was kept or changed. The key is still in the field: wait a minute, then try again.',
    },
    session_over: {
      title: 'Your sign-in here is over',
      text: `Nothing was kept or changed. Open this page from ${vendorName} again.`,
    },
    no_answer: {
      title: `${vendorName} did not answer`,
      text: 'So we cannot tell yet whether the key was accepted. If it was, this page shows it as soon as the connection is back. If not, try again: doing it twice does no harm.',
    },
    failed: {
      title: 'The key could not be checked',
      text: `Something failed at ${vendorName}. The key is still in the field: try again in a minute, and tell ${vendorName}’s support if it goes on.`,
    },
  },
  setup: {
    title: 'Next steps',
    about: 'The list ticks itself as things get done.',
    progress: (done: number, total: number) => `${done} of ${total} steps done`,
    done: 'Done: ',
    open: 'To do: ',
    steps: {
      key: 'Key accepted',
      companies: 'Your companies appear in Gradient',
      next: 'Press Next in Gradient',
      map: 'Map your accounts in Gradient',
      first_count: 'Gradient takes the first number',
    },
    keyOf: (organization: string) => `It belongs to ${organization}.`,
    noCompanies: `${vendorName} has no companies of yours yet. Each one appears in Gradient once it is there.`,
    present: (present: string, total: string) => `${present} of ${total} companies are there.`,
    someFailed: (failed: number) =>
      failed === 1 ? 'Gradient did not take 1: see why below.' : `Gradient did not take ${failed}: see why below.`,
    pressNext:
      'Go back to the window from which you copied the key: Next lights up there. We cannot see whether you pressed it; the first number that Gradient takes will show.',
    mapHow:
      'Say which client of your PSA each account is, and as which service it is billed. Equal names are mapped for you.',
    leftToMap: (unmapped: string) => `See what is left to map (${unmapped})`,
    firstRun: (moment: string) => `It is sent by itself on ${moment}. Gradient then turns active.`,
    sendNow: 'Send the last closed month now',
    allDone: 'All set',
    allDoneText: 'Gradient takes your numbers. From now on they are sent every month by themselves.',
  },
}
