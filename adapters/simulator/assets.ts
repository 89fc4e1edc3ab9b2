/** The page's own files: read once, at the first request, with the script made from its TypeScript sources. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

interface Asset {
  readonly bytes: Buffer<ArrayBuffer>
  readonly zipped: Buffer<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

interface Maker {
  readonly type: string
  readonly make: () => Promise<Uint8Array>
}

function makersOf(folder: string): Readonly<Record<string, Maker>> {
  return {
    '': { type: 'text/html', make: () => readFile(join(folder, 'index.html')) },
    'style.css': { type: 'text/css', make: () => readFile(join(folder, 'style.css')) },
    'icon.svg': { type: 'image/svg+xml', make: () => readFile(join(folder, 'icon.svg')) },
    'page.js': { type: 'text/javascript', make: () => bundle(folder) },
  }
}

/** Names below the page's address → asset; each is made when it is first asked for. */
export interface Assets {
  /** null: there is no such file. */
  answer(name: string, request: Request): Promise<Response> | null
}

/** `folder` holds the page's files. */
export function createAssets(folder: string): Assets {
  const makers = makersOf(folder)
  const made = new Map<string, Promise<Asset>>()
  return {
    answer(name, request) {
      const maker = Object.hasOwn(makers, name) ? makers[name] : undefined
      if (maker === undefined) return null
      const asset = made.get(name) ?? maker.make().then((bytes) => finish(bytes, maker.type))
      made.set(name, asset)
      return asset.then((ready) => respond(ready, request))
    },
  }
}

/** The page's modules as one small script. esbuild is loaded only when somebody opens the page. */
async function bundle(folder: string): Promise<Uint8Array> {
  const esbuild = await import('esbuild')
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [join(folder, 'main.ts')],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      charset: 'utf8',
    })
    const [script] = outputFiles
    if (script === undefined) throw new Error('esbuild made no script of the simulator page')
    return script.contents
  } finally {
    await esbuild.stop()
  }
}

async function finish(contents: Uint8Array, type: string): Promise<Asset> {
  const bytes = Buffer.from(contents)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return {
    bytes,
    zipped: await compress(bytes),
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
      etag,
    },
  }
}

function respond({ bytes, zipped, headers }: Asset, request: Request): Response {
  if (request.headers.get('if-none-match') === headers.etag)
    return new Response(null, { status: 304, headers })
  if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return new Response(bytes, { headers })
  return new Response(zipped, { headers: { ...headers, 'content-encoding': 'gzip' } })
}
