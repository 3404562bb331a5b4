import { shellOfProcess } from '@bridge/runtime'
import { tokenCommand } from './token-command.ts'

process.exitCode = await tokenCommand(process.argv.slice(2), shellOfProcess(process.env))
