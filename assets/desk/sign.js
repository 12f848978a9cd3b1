// A signature drawn on the glass: with a finger, a pen or a mouse. Without scripts the place is not shown, and a scan of a
// signature on paper can be named.
'use strict';

(() => {
  const form = document.getElementById('sign');
  const glass = document.getElementById('glass');
  if (!form || !glass) return;
  const place = glass.closest('.glass');
  place.hidden = false;
  const pen = glass.getContext('2d');
  /** Strokes, each a list of points; drawn anew when the glass gets another size. */
  let strokes = [];
  let stroke = null;

  const draw = (from, to) => {
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
  };
  const size = () => {
    const box = glass.getBoundingClientRect();
    // Sharp on paper, and small enough to be sent.
    const dots = Math.min(2, Math.max(1, window.devicePixelRatio || 1));
    glass.width = Math.round(box.width * dots);
    glass.height = Math.round(box.height * dots);
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    pen.lineWidth = 2.5;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.strokeStyle = '#000';
    for (const points of strokes) points.forEach((to, at) => draw(points[Math.max(0, at - 1)], to));
  };
  const at = (event) => {
    const box = glass.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const add = (event) => {
    const to = at(event);
    draw(stroke.at(-1) ?? to, to);
    stroke.push(to);
  };

  glass.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    glass.setPointerCapture(event.pointerId);
    stroke = [];
    strokes.push(stroke);
    add(event);
  });
  glass.addEventListener('pointermove', (event) => {
    if (!stroke) return;
    const points = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const point of points.length ? points : [event]) add(point);
  });
  for (const over of ['pointerup', 'pointercancel']) glass.addEventListener(over, () => { stroke = null; });
  document.getElementById('glass-clear').addEventListener('click', () => {
    strokes = [];
    size();
  });
  new ResizeObserver(size).observe(glass);
  form.addEventListener('submit', () => {
    // A touch by mistake is no signature.
    const drawn = strokes.some((points) => points.length > 2);
    form.elements.drawn.value = drawn ? glass.toDataURL('image/png') : '';
  });
})();
