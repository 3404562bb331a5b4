import { vendorName } from '../../page-facts.ts'

export const integrations = {
  title: 'Partner Integrations',
  about: `Connect ${vendorName} with the tools that your business runs on.`,
  open: (name: string) => `Open ${name}`,
}
