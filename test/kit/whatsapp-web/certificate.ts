/** A certificate for web.whatsapp.com that only a browser told to will believe. */
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  readonly key: Buffer
  readonly cert: Buffer
  /** sha256 of the public key, base64: what Chromium wants for `--ignore-certificate-errors-spki-list`. */
  readonly spki: string
}

/** Made by openssl, in the blink of an eye. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-tls-'))
  try {
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const args =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=web.whatsapp.com -addext subjectAltName=DNS:web.whatsapp.com'
    execFileSync('openssl', [...args.split(' '), '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
    const cert = readFileSync(certFile)
    const publicKey = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })
    return {
      key: readFileSync(keyFile),
      cert,
      spki: createHash('sha256').update(publicKey).digest('base64'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
