/* Added to each page by `sphinx-leanspec serve`, and to no file: shows the page again when it is another one,
   says in a small line what is being written, and in a window what is wrong. */
(() => {
  "use strict";

  const script = document.currentScript;
  const page = script.dataset.page;
  const version = script.dataset.version;
  const KEY = `leanspec-live ${location.pathname}`;
  const WAIT = 1000;

  const STYLE = `
    :host { all: initial; }
    .line, dialog {
      --ink: #1b1f24; --paper: #ffffff; --rule: #6e7781; --quiet: #57606a;
      --good: #1a7f37; --busy: #0a5dc2; --bad: #b42318; --shade: #f3f4f6;
      font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
      box-sizing: border-box;
    }
    .dark {
      --ink: #e6e9ed; --paper: #1c2128; --rule: #8b949e; --quiet: #aab2bd;
      --good: #5bd075; --busy: #79b8ff; --bad: #ff8f85; --shade: #2b323b;
    }
    .line {
      position: fixed; inset-block-end: 12px; inset-inline-start: 12px; z-index: 2147483000;
      display: flex; align-items: center; gap: 8px; max-width: min(34rem, calc(100vw - 24px));
      padding: 5px 10px; border: 1px solid var(--rule); border-radius: 6px; opacity: .95;
    }
    .sign { flex: none; width: 10px; height: 10px; border-radius: 50%; background: var(--good); }
    .busy .sign { background: none; border: 2px solid var(--busy); width: 7px; height: 7px; }
    .failed .sign { border-radius: 0; background: var(--bad); }
    .far { flex: none; color: var(--quiet); font-variant-numeric: tabular-nums; }
    .far:empty { display: none; }
    .text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    button {
      flex: none; font: inherit; color: inherit; background: var(--shade); cursor: pointer;
      padding: 1px 8px; border: 1px solid var(--rule); border-radius: 4px;
    }
    button:focus-visible, pre:focus-visible, .list:focus-visible { outline: 2px solid var(--busy); outline-offset: 2px; }
    dialog {
      width: min(54rem, calc(100vw - 32px)); max-height: min(80vh, 48rem); padding: 0;
      border: 1px solid var(--rule); border-radius: 8px;
    }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    .frame { display: flex; flex-direction: column; max-height: inherit; }
    header { display: flex; align-items: center; gap: 12px; padding: 10px 16px; border-bottom: 1px solid var(--rule); }
    h2 { flex: 1; margin: 0; font-size: 17px; }
    .list { overflow: auto; padding: 4px 16px 12px; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { padding: 10px 0; border-bottom: 1px solid var(--shade); overflow-wrap: anywhere; }
    .place { font-family: ui-monospace, monospace; font-size: 13px; color: var(--quiet); }
    .fix { color: var(--good); }
    .kind { font-size: 12px; color: var(--quiet); }
    p { margin: 2px 0; }
    pre { overflow: auto; padding: 10px; background: var(--shade); font: 12px/1.5 ui-monospace, monospace; }
  `;

  const host = document.createElement("leanspec-live");
  const root = host.attachShadow({ mode: "open" });
  const make = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text; // text, whatever a spec says
    return made;
  };
  const line = make("div", "line busy");
  const said = make("span", "text");
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  const far = make("span", "far");
  far.setAttribute("aria-hidden", "true"); // it would be read aloud twice a second
  const more = make("button");
  more.type = "button";
  more.hidden = true;
  line.append(make("span", "sign"), said, far, more);
  const dialog = make("dialog");
  dialog.setAttribute("aria-labelledby", "title");
  const title = make("h2");
  title.id = "title";
  const close = make("button", "", "Close");
  close.type = "button";
  const list = make("div", "list");
  list.tabIndex = 0;
  list.setAttribute("role", "region");
  list.setAttribute("aria-labelledby", "title");
  const frame = make("div", "frame");
  const head = make("header");
  head.append(title, close);
  frame.append(head, list);
  dialog.append(frame);
  root.append(make("style", "", STYLE), line, dialog);

  const paint = () => {
    const parts = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) || [];
    const isClear = parts.length < 3 || parts[3] === "0";
    const isDark = isClear
      ? matchMedia("(prefers-color-scheme: dark)").matches && getComputedStyle(document.documentElement).colorScheme.includes("dark")
      : 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
    line.classList.toggle("dark", isDark);
    dialog.classList.toggle("dark", isDark);
  };

  const item = (finding) => {
    const made = make("li");
    const place = finding.path ? `${finding.path}${finding.line ? `:${finding.line}` : ""}` : "";
    if (place) made.append(make("p", "place", place));
    made.append(make("p", "", finding.text));
    if (finding.fix) made.append(make("p", "fix", `To mend it: ${finding.fix}`));
    if (finding.kind) made.append(make("p", "kind", finding.kind));
    return made;
  };

  let hasFailed = false;
  const show = (status) => {
    paint();
    line.className = `line ${status.kind}${line.classList.contains("dark") ? " dark" : ""}`;
    const failed = status.kind === "failed";
    const count = status.findings.length + status.more;
    said.textContent = failed ? `Failed: ${status.text}` : status.text;
    said.title = status.text;
    far.textContent = "";
    more.hidden = !(count || failed);
    more.textContent = failed ? "Why" : count === 1 ? "1 finding" : `${count} findings`;
    title.textContent = failed ? status.text : more.textContent;
    const items = make("ol");
    items.append(...status.findings.map(item));
    list.replaceChildren();
    if (failed && status.detail) {
      const detail = make("pre", "", status.detail);
      detail.tabIndex = 0;
      list.append(detail);
    }
    list.append(items);
    if (status.more) list.append(make("p", "", `and ${status.more} more`));
    if (failed && !dialog.open) dialog.showModal();
    if (status.kind === "ready" && dialog.open && (hasFailed || !count)) dialog.close();
    hasFailed = failed || (hasFailed && status.kind !== "ready");
  };

  more.addEventListener("click", () => dialog.showModal());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // Sphinx has a use for some keys, Escape among them
    if (event.key === "Escape") dialog.close();
  });

  const path = (element) => {
    const steps = [];
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
      steps.unshift(`${at.localName}:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
    }
    return ["html", ...steps].join(" > ");
  };

  const reload = () => {
    const scrolled = [...document.querySelectorAll("body, body *")].filter((one) => one.scrollTop > 0);
    const kept = {
      x: scrollX,
      y: scrollY,
      inner: scrolled.map((one) => [path(one), one.scrollTop]),
      open: [...document.querySelectorAll("details")].map((one) => one.open),
      focus: document.activeElement && document.activeElement !== document.body ? path(document.activeElement) : "",
      window: dialog.open,
    };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // a browser that keeps nothing keeps the place by itself, or not at all
    }
    location.reload();
  };

  const restore = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch {
      return;
    }
    if (!kept) return;
    const details = document.querySelectorAll("details");
    if (details.length === kept.open.length) details.forEach((one, at) => { one.open = kept.open[at]; });
    const place = () => {
      scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
      for (const [where, top] of kept.inner) {
        const found = document.querySelector(where);
        if (found) found.scrollTop = top;
      }
    };
    place();
    addEventListener("load", () => requestAnimationFrame(place), { once: true });
    const focused = kept.focus && document.querySelector(kept.focus);
    if (focused) focused.focus({ preventScroll: true });
    if (kept.window) dialog.dataset.again = "yes";
  };

  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });

  const connect = () => {
    const address = new URL("/-leanspec/live", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.search = new URLSearchParams({ page, version });
    const socket = new WebSocket(address);
    socket.addEventListener("message", (event) => {
      const told = JSON.parse(event.data);
      if (told.kind === "reload") {
        reload();
        return;
      }
      if (told.kind === "progress") {
        far.textContent = told.text;
        return;
      }
      show(told);
      if (dialog.dataset.again) {
        delete dialog.dataset.again;
        if (!more.hidden && !dialog.open) dialog.showModal();
      }
    });
    socket.addEventListener("close", () => {
      if (leaving) return;
      line.classList.add("failed");
      said.textContent = "The server has ended; this page waits for it";
      far.textContent = "";
      setTimeout(connect, WAIT);
    });
  };

  document.body.append(host);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true });
  new MutationObserver(paint).observe(document.body, { attributes: true });
  paint();
  restore();
  setTimeout(connect, 0); // after the line is there: what changes in it later is read aloud
})();
