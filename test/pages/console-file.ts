import type { Page } from 'playwright-core'

/** Presses the button and answers what the browser was given as a file. */
export async function takeFile(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return Buffer.concat(await (await download.createReadStream()).toArray()).toString('utf8')
}
