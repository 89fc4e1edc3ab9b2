/** A QR code as shapes, drawn as large as it has to be for a cheap phone. */
import type { QRCodeToDataURLOptions } from 'qrcode'

/** Light modules around it that a reader needs (ISO/IEC 18004). */
const quiet = 4

/** SVG of a square with this corner and side, in pixels. Modules are whole pixels, so that every edge is sharp. */
export async function drawQr(
  text: string,
  { left, top, side }: { readonly left: number; readonly top: number; readonly side: number },
): Promise<string> {
  const { default: qrcode } = await import('qrcode')
  const level: QRCodeToDataURLOptions['errorCorrectionLevel'] = 'M'
  const { modules } = qrcode.create(text, { errorCorrectionLevel: level })
  const module = Math.floor(side / (modules.size + 2 * quiet))
  const offset = Math.floor((side - module * modules.size) / 2)
  let path = ''
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column) === 1)
        path += `M${left + offset + column * module} ${top + offset + row * module}h${module}v${module}h-${module}z`
  return `<rect x="${left}" y="${top}" width="${side}" height="${side}" rx="12" fill="#ffffff"/>
    <path d="${path}" fill="#000000" shape-rendering="crispEdges"/>`
}
