/** The reference of the webhook bench: fastify, the signature verified over the raw bytes, one row a message, 200. It
 * understands nothing, remembers nothing and answers nobody. Arguments: JSON of database URL and app secret. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import fastify from 'fastify'
import pg from 'pg'

interface Body {
  readonly entry: readonly {
    readonly changes: readonly {
      readonly value: {
        readonly messages?: readonly { readonly id: string; readonly text: { readonly body: string } }[]
      }
    }[]
  }[]
}

const { databaseUrl, appSecret } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly databaseUrl: string
  readonly appSecret: string
}
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
await pool.query(
  'create table if not exists bare_messages (id text primary key, body text not null, at timestamptz not null default now())',
)

const app = fastify({ bodyLimit: 3 * 1024 * 1024 })
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
app.post('/webhook', async (request, reply) => {
  const bytes = request.body as Buffer
  const given = Buffer.from(
    String(request.headers['x-hub-signature-256'] ?? '').replace('sha256=', ''),
    'hex',
  )
  const right = createHmac('sha256', appSecret).update(bytes).digest()
  if (given.length !== right.length || !timingSafeEqual(given, right)) return reply.code(401).send()
  const { entry } = JSON.parse(bytes.toString()) as Body
  for (const { changes } of entry)
    for (const { value } of changes)
      for (const { id, text } of value.messages ?? [])
        await pool.query({
          name: 'bare',
          text: 'insert into bare_messages (id, body) values ($1, $2) on conflict do nothing',
          values: [id, text.body],
        })
  return reply.code(200).send()
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ url: `${url}/webhook` })}\n`)
process.stdin.resume().on('end', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
