import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { orderFiles } from './order-files.ts'

/** Vitest's order of files, with ours over it (`orderFiles`). */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return orderFiles(await super.sort(files), ({ moduleId, project }) => ({ path: moduleId, project: project.name }))
  }
}
