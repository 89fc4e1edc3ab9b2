/** Before all tests: one migrated database that every test file copies, since a first open takes seconds. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../db/client.ts'
import { buildProduct } from './build-product.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A data folder to copy, or the URL of a server that has a database to clone. */
    readonly prepared: { readonly folder: string } | { readonly url: string; readonly template: string }
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildProduct()
  const url = process.env.TEST_DATABASE_URL
  return url === undefined ? prepareFolder(project) : prepareTemplate(project, url)
}

async function prepareFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-prepared-'))
  const client = await openDatabase({ url: null, folder })
  await client.close()
  project.provide('prepared', { folder })
  return async () => rmSync(folder, { recursive: true, force: true })
}

async function prepareTemplate(project: TestProject, url: string): Promise<() => Promise<void>> {
  const template = `tanya_dulu_template_${process.pid}`
  const admin = new pg.Pool({ connectionString: url, max: 1 })
  await admin.query(`create database ${template}`)
  const client = await openDatabase({ url: withDatabase(url, template), folder: '' })
  await client.close()
  project.provide('prepared', { url, template })
  return async () => {
    await admin.query(`drop database if exists ${template} with (force)`)
    await admin.end()
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
