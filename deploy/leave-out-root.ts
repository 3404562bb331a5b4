// In the build of an image, on its copies of package.json and pnpm-lock.yaml: takes out what the workspace's root asks for. Those are the packages of tests and checks, and a
// Node for a machine that has none; pnpm installs the root's packages whatever its filter says, and where optional ones are wanted that is a second Node in the image (152 MB).
// What is left is locked as before: `--frozen-lockfile` compares the two, and would refuse one without the other.
import { readFileSync, writeFileSync } from 'node:fs'

const { devDependencies: _, optionalDependencies: __, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'))
const lockfile = readFileSync('pnpm-lock.yaml', 'utf8')
const without = lockfile.replace(/^ {2}\.:\n(?: {4}.*\n)+/m, '  .: {}\n')
if (without === lockfile)
  throw new Error('pnpm-lock.yaml has nothing of the root’s to leave out: has its form changed?')

writeFileSync('package.json', JSON.stringify(manifest))
writeFileSync('pnpm-lock.yaml', without)
