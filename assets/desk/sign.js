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
  let strokes = 0;
  let last = null;

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
    strokes = 0;
    last = null;
  };
  const at = (event) => {
    const box = glass.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const draw = (to) => {
    pen.beginPath();
    pen.moveTo(last.x, last.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    last = to;
    strokes += 1;
  };

  glass.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    glass.setPointerCapture(event.pointerId);
    last = at(event);
    draw({ x: last.x + 0.1, y: last.y });
  });
  glass.addEventListener('pointermove', (event) => {
    if (!last) return;
    const points = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const point of points.length ? points : [event]) draw(at(point));
  });
  for (const over of ['pointerup', 'pointercancel']) glass.addEventListener(over, () => { last = null; });
  document.getElementById('glass-clear').addEventListener('click', size);
  let width = 0;
  // A telephone that is turned has another glass; a keyboard that opens has not.
  new ResizeObserver(() => {
    if (glass.clientWidth !== width) {
      width = glass.clientWidth;
      size();
    }
  }).observe(glass);
  form.addEventListener('submit', () => {
    form.elements.drawn.value = strokes > 1 ? glass.toDataURL('image/png') : '';
  });
})();
