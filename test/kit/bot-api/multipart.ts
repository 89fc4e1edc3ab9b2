/** Reads multipart/form-data as forgivingly as Telegram does: grammY writes headers without a space. */
import { badRequest } from './refusal.ts'

export interface UploadedFile {
  readonly filename: string
  readonly bytes: Buffer
}

/** Fields by name; a part with a filename is a file. */
export function readMultipart(body: Buffer, contentType: string): ReadonlyMap<string, string | UploadedFile> {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1]
  if (boundary === undefined) throw badRequest('no boundary in multipart request')
  const mark = Buffer.from(`--${boundary}`)
  const fields = new Map<string, string | UploadedFile>()
  let from = body.indexOf(mark)
  while (from >= 0) {
    const next = body.indexOf(mark, from + mark.length)
    if (next < 0) break
    // A part stands between two marks, with a line break after the first and before the second.
    readPart(body.subarray(from + mark.length + 2, next - 2), fields)
    from = next
  }
  return fields
}

function readPart(part: Buffer, fields: Map<string, string | UploadedFile>): void {
  const split = part.indexOf('\r\n\r\n')
  if (split < 0) throw badRequest('a multipart part has no headers')
  const head = part.subarray(0, split).toString()
  const content = part.subarray(split + 4)
  const name = /[;\s]name="?([^";\r\n]+)/i.exec(head)?.[1]
  if (name === undefined) throw badRequest('a multipart part has no name')
  const filename = /filename="?([^";\r\n]+)/i.exec(head)?.[1]
  fields.set(name, filename === undefined ? content.toString() : { filename, bytes: Buffer.from(content) })
}
