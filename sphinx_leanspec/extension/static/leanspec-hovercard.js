/* The cards of links to specs: Escape takes them away, and browsers that do not show by themselves what a link has
   in `interestfor` show them all the same, or say the same in a tooltip. */

"use strict";

(() => {
  const links = document.querySelectorAll("a[interestfor]");
  const cardOf = (link) => document.getElementById(link.getAttribute("interestfor"));

  if (!("showPopover" in HTMLElement.prototype && CSS.supports("position-area", "block-end"))) {
    for (const link of links) link.title = cardOf(link).textContent.replace(/\s+/g, " ").trim();
    return;
  }

  let timer = 0;
  const hide = () => {
    clearTimeout(timer);
    document.querySelector(".leanspec-hovercard:popover-open")?.hidePopover();
  };
  const later = (act, delay) => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };

  // Sphinx's own listener keeps the browser from doing this
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide(), true);
  if ("interestForElement" in HTMLAnchorElement.prototype) return;

  for (const link of links) {
    const card = cardOf(link);
    const show = () => {
      if (card.matches(":popover-open")) return;
      hide();
      card.showPopover({ source: link });
    };
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(show, 400));
    link.addEventListener("pointerleave", () => later(hide, 200));
    link.addEventListener("focus", () => link.matches(":focus-visible") && show());
    link.addEventListener("blur", hide);
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => later(hide, 200));
  }
})();
