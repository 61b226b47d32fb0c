/* A graph on a page of its own: keys and buttons zoom, a mouse drags. Without this it is as large as it is drawn, and
   scrolls; the keys that scroll are the browser's own. */

"use strict";

(() => {
  const theme = () => {
    try {
      return localStorage.getItem("theme"); // of a theme that has a switch
    } catch {
      return null; // a reader who keeps nothing has chosen nothing
    }
  };
  const chosen = theme();
  if (chosen === "light" || chosen === "dark") document.body.dataset.theme = chosen;

  const scroll = document.querySelector(".leanspec-large .leanspec-scroll");
  const picture = scroll.querySelector("svg");
  const { width, height } = picture.viewBox.baseVal;
  let scale = 1;

  // what is at this place of the window stays there
  const zoom = (wanted, x = scroll.clientWidth / 2, y = scroll.clientHeight / 2) => {
    const factor = Math.min(4, Math.max(0.05, wanted)) / scale;
    const [left, top] = [(scroll.scrollLeft + x) * factor - x, (scroll.scrollTop + y) * factor - y];
    scale *= factor;
    picture.style.maxWidth = "none";
    picture.style.width = `${width * scale}px`;
    scroll.scrollTo(left, top);
  };
  const whole = () => zoom(Math.min(1, scroll.clientWidth / width, scroll.clientHeight / height));
  const act = { "+": () => zoom(scale * 1.25), "=": () => zoom(scale * 1.25), "-": () => zoom(scale / 1.25), 0: whole };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in act)) return;
    event.preventDefault();
    act[event.key]();
  });
  const buttons = document.querySelector(".leanspec-zoom");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => act[event.target.dataset.zoom]?.());
  scroll.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = scroll.getBoundingClientRect();
      zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );

  let from = null;
  let moved = false;
  scroll.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0) from = [event.clientX, event.clientY];
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
    if (!moved && Math.hypot(x, y) < 5) return;
    moved = true;
    scroll.scrollBy(-x, -y);
    from = [event.clientX, event.clientY];
  });
  addEventListener("pointerup", () => (from = null));
  scroll.addEventListener("click", (event) => moved && event.preventDefault(), true);
  scroll.addEventListener("dragstart", (event) => event.preventDefault());
  zoom(Math.max(0.5, Math.min(1, scroll.clientWidth / width)));
})();
