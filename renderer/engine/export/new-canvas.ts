interface NewCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
}

export function newCanvas(width: number, height: number): NewCanvas {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  return { canvas, context };
}

/** A canvas of an image's size that shows the image. */
export function canvasOf(image: CanvasImageSource): NewCanvas {
  const isSized = 'width' in image && typeof image.width === 'number' && typeof image.height === 'number';
  const drawn = isSized ? newCanvas(image.width, image.height) : newCanvas(1, 1);
  drawn.context.drawImage(image, 0, 0);
  return drawn;
}
