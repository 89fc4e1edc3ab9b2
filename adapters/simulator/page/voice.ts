/** A voice note to send when no microphone is wanted: one second of a soft tone. */

const rate = 8000

export function voiceNote(): File {
  const view = new DataView(new ArrayBuffer(44 + rate))
  const letters = (at: number, text: string): void => {
    for (const [index, letter] of [...text].entries()) view.setUint8(at + index, letter.charCodeAt(0))
  }
  // The 44-byte header of a WAV file: PCM, one channel, 8 bits.
  letters(0, 'RIFF')
  view.setUint32(4, 36 + rate, true)
  letters(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  letters(36, 'data')
  view.setUint32(40, rate, true)
  for (let at = 0; at < rate; at++)
    view.setUint8(44 + at, 128 + Math.round(20 * Math.sin((at * 440 * 2 * Math.PI) / rate)))
  return new File([view], 'voice-note.wav', { type: 'audio/wav' })
}
