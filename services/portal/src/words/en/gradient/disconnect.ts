import { vendorName } from '../../../page-facts.ts'

export const disconnect = {
  heading: 'Disconnect',
  about: 'Ends the connection for good. You will be asked first.',
  open: 'Disconnect Gradient',
  title: 'Disconnect Gradient?',
  cannotBeUndone: 'This cannot be undone.',
  keyIsLost: 'Your key is destroyed. To connect again you need a new one from Gradient.',
  waitingIsLost: (waiting: number) =>
    waiting === 0
      ? 'Numbers that wait to be sent are cancelled, and none is sent any more.'
      : waiting === 1
        ? '1 number that waits to be sent is cancelled, and none is sent any more.'
        : `${waiting} numbers that wait to be sent are cancelled, and none is sent any more.`,
  mappingIsLost: 'If you disconnect in Gradient too, it deletes all accounts there, and your mapping work with them.',
  stays: 'What was sent so far stays to be seen here.',
  confirm: (name: string) => `To confirm, type the name of your company: ${name}`,
  keep: 'Keep the connection',
  action: 'Disconnect for good',
  busy: 'Disconnecting…',
  busyNote: 'No new call begins any more. We are waiting for those under way to end; this may take a minute.',
  noAnswer: `${vendorName} did not answer. If it has begun, it goes on without this page, which shows it as soon as the connection is back. If not, try again.`,
}
