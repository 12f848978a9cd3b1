// A map: tiles from the one server that this page allows, points from our own. Dragged, pinched by the wheel, or moved with
// the arrow keys, + and -. Where there are inputs for a place, the cross in its middle says it. Everything that a map shows
// stands in a list beside it too.
"use strict";
(() => {
  const SIDE = 256;
  const LEAST = 2;
  const MOST = 18;
  const x = (east) => (east + 180) / 360;
  const y = (north) => {
    const s = Math.sin((Math.max(-85, Math.min(85, north)) * Math.PI) / 180);
    return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
  };
  const north = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  const east = (x) => x * 360 - 180;

  class Map {
    constructor(element) {
      this.element = element;
      this.template = element.dataset.tiles;
      this.tiles = document.createElement("div");
      this.points = document.createElement("div");
      this.shown = [];
      this.pictures = {};
      this.centre = { x: x(Number(element.dataset.east || 105)), y: y(Number(element.dataset.north || 35)) };
      this.zoom = Number(element.dataset.zoom || 4);
      element.append(this.tiles, this.points);
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", element.dataset.label);
      element.hidden = false;
      this.buttons();
      this.listen();
      new ResizeObserver(() => this.draw()).observe(element);
    }

    buttons() {
      const zoom = document.createElement("div");
      zoom.className = "zoom";
      for (const [sign, label, by] of [["+", this.element.dataset.closer, 1], ["−", this.element.dataset.farther, -1]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = sign;
        button.setAttribute("aria-label", label);
        button.addEventListener("click", () => this.closer(by));
        zoom.append(button);
      }
      this.element.append(zoom);
    }

    listen() {
      let from = null;
      this.element.addEventListener("pointerdown", (event) => {
        if (event.target.closest("a, button")) return;
        from = { x: event.clientX, y: event.clientY };
        this.element.setPointerCapture(event.pointerId);
      });
      this.element.addEventListener("pointermove", (event) => {
        if (!from) return;
        this.move(from.x - event.clientX, from.y - event.clientY);
        from = { x: event.clientX, y: event.clientY };
      });
      for (const end of ["pointerup", "pointercancel"]) this.element.addEventListener(end, () => (from = null));
      this.element.addEventListener("wheel", (event) => {
        event.preventDefault();
        this.closer(Math.sign(-event.deltaY));
      }, { passive: false });
      const keys = { ArrowLeft: [-64, 0], ArrowRight: [64, 0], ArrowUp: [0, -64], ArrowDown: [0, 64] };
      this.element.addEventListener("keydown", (event) => {
        if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
        if (keys[event.key]) this.move(...keys[event.key]);
        else if (event.key === "+" || event.key === "=") this.closer(1);
        else if (event.key === "-") this.closer(-1);
        else return;
        event.preventDefault();
      });
    }

    move(dx, dy) {
      const world = SIDE * 2 ** this.zoom;
      this.centre.x = (((this.centre.x + dx / world) % 1) + 1) % 1;
      this.centre.y = Math.min(1, Math.max(0, this.centre.y + dy / world));
      this.draw();
      this.element.dispatchEvent(new Event("moved"));
    }

    closer(by) {
      this.zoom = Math.min(MOST, Math.max(LEAST, this.zoom + by));
      this.draw();
      this.element.dispatchEvent(new Event("moved"));
    }

    /** Shows all points as close as they fit. */
    fit() {
      if (this.shown.length === 0) return;
      const xs = this.shown.map((point) => point.x);
      const ys = this.shown.map((point) => point.y);
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      this.centre = { x: (left + right) / 2, y: (top + bottom) / 2 };
      const room = Math.min(this.element.clientWidth, this.element.clientHeight) * 0.8;
      const wide = Math.max(right - left, bottom - top, 1e-6);
      this.zoom = Math.min(16, Math.max(LEAST, Math.floor(Math.log2(room / SIDE / wide))));
      this.draw();
    }

    draw() {
      const count = 2 ** this.zoom;
      const world = SIDE * count;
      const [width, height] = [this.element.clientWidth, this.element.clientHeight];
      const [left, top] = [this.centre.x * world - width / 2, this.centre.y * world - height / 2];
      const wanted = {};
      for (let column = Math.floor(left / SIDE); column * SIDE < left + width; column++) {
        for (let row = Math.max(0, Math.floor(top / SIDE)); row < count && row * SIDE < top + height; row++) {
          const key = `${this.zoom}/${column}/${row}`;
          const picture = this.pictures[key] || this.picture(((column % count) + count) % count, row);
          picture.style.left = `${Math.round(column * SIDE - left)}px`;
          picture.style.top = `${Math.round(row * SIDE - top)}px`;
          wanted[key] = picture;
        }
      }
      for (const [key, picture] of Object.entries(this.pictures)) if (!wanted[key]) picture.remove();
      this.pictures = wanted;
      for (const point of this.shown) {
        point.link.style.left = `${Math.round(point.x * world - left)}px`;
        point.link.style.top = `${Math.round(point.y * world - top)}px`;
      }
    }

    picture(column, row) {
      const picture = document.createElement("img");
      picture.alt = "";
      picture.crossOrigin = "anonymous";
      picture.referrerPolicy = "origin";
      picture.draggable = false;
      picture.src = this.template.replace("{z}", this.zoom).replace("{x}", column).replace("{y}", row);
      this.tiles.append(picture);
      return picture;
    }

    add(feature) {
      const [e, n] = feature.geometry.coordinates;
      const link = document.createElement("a");
      link.className = feature.properties.state === "ended" ? "point ended" : "point";
      link.href = feature.properties.url;
      link.title = feature.properties.title;
      link.setAttribute("aria-label", feature.properties.title);
      this.points.append(link);
      this.shown.push({ x: x(e), y: y(n), link });
    }

    async load(address) {
      try {
        const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
        for (const feature of (await answer.json()).features) this.add(feature);
      } catch {
        // The list below says the same.
      }
      this.fit();
    }

    /** Lets the cross in the middle say a place, once somebody has moved the map. */
    choose(latitude, longitude, said) {
      const cross = document.createElement("div");
      cross.className = "cross";
      this.element.append(cross);
      const set = (n, e) => {
        latitude.value = n;
        longitude.value = e;
        said.hidden = n === "";
        said.querySelector("output").textContent = n === "" ? "" : `${n}, ${e}`;
      };
      this.element.addEventListener("moved", () => set(north(this.centre.y).toFixed(6), east(this.centre.x).toFixed(6)));
      said.querySelector("button").addEventListener("click", () => {
        set("", "");
        this.element.focus();
      });
      set(latitude.value, longitude.value);
      if (latitude.value !== "") {
        this.centre = { x: x(Number(longitude.value)), y: y(Number(latitude.value)) };
        this.zoom = 16;
      }
      this.draw();
    }
  }

  for (const element of document.querySelectorAll(".map")) {
    const map = new Map(element);
    if (element.dataset.points) map.load(element.dataset.points);
    element.closest("fieldset")?.removeAttribute("hidden");
    const latitude = document.getElementById("latitude");
    const said = document.getElementById("position");
    if (latitude && said) map.choose(latitude, document.getElementById("longitude"), said);
  }
})();
