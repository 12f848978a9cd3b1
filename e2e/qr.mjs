// QR codes as whoever holds a phone over a screen or a paper reads them: from the picture, by somebody else's program.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** jsQR, with the one number of its tables put right that ISO/IEC 18004, Annex E has otherwise: version 23 was never read. */
const READER = (() => {
  const [before, after, ...more] = readFileSync(fileURLToPath(import.meta.resolve('jsqr')), 'utf8').split('[6, 30, 54, 74, 102]');
  assert.ok(after && more.length === 0, 'jsQR is another one: look at its table for version 23');
  return `${before}[6, 30, 54, 78, 102]${after}`;
})();

/** The text of the code in a picture (PNG); null where none is read. */
export async function readCode(browser, picture) {
  const page = await browser.newPage();
  try {
    await page.addScriptTag({ content: READER });
    return await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
      const code = jsQR(data, width, height, { inversionAttempts: 'dontInvert' });
      return code && new TextDecoder().decode(Uint8Array.from(code.binaryData));
    }, picture.toString('base64'));
  } finally {
    await page.close();
  }
}
