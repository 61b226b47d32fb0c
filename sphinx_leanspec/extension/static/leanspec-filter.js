/* Tables of specs: a form that hides the rows one does not look for, and heads that sort them. What is chosen
   stands in the address, so that a link leads to it. Without this script, the tables are there as they are. */

"use strict";

for (const form of document.querySelectorAll("form.leanspec-filter")) {
  const view = form.closest(".leanspec-view");
  const tables = [...view.querySelectorAll("table.leanspec-specs")];
  const known = JSON.parse(form.dataset.rows);
  const rows = tables.flatMap((table) => [...table.tBodies[0].rows]).map((row, at) => ({
    row,
    ...known[at],
    text: `${row.textContent} ${Object.values(known[at].has).flat().join(" ")}`.toLowerCase(),
  }));
  const choices = [...form.querySelectorAll("select")];
  const output = form.querySelector("output");
  const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

  // a theme may have put a box round a table
  const outermost = (node) => (node.parentElement === view ? node : outermost(node.parentElement));
  const groups = tables.map((table) => {
    const box = outermost(table);
    const heading = box.previousElementSibling?.classList.contains("rubric") ? box.previousElementSibling : null;
    return { table, parts: [box, heading].filter(Boolean) };
  });

  const show = () => {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    for (const { row, has, text } of rows) {
      const fits = choices.every(({ name, value }) => !value || has[name].some((own) => own.toLowerCase() === value.toLowerCase()));
      row.hidden = !(fits && words.every((word) => text.includes(word)));
      number += !row.hidden;
    }
    for (const { table, parts } of groups) {
      const empty = [...table.tBodies[0].rows].every((row) => row.hidden);
      for (const part of parts) part.hidden = empty;
    }
    output.value = number === rows.length ? "" : form.dataset.said.replace("{number}", number).replace("{total}", rows.length);
  };

  const remember = () => {
    const address = new URL(location.href);
    for (const { name, value } of form.elements) {
      if (!name) continue;
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
  };

  const sort = (column, down) => {
    const compare = (one, other) => {
      const [first, second] = [one, other].map(({ row, sorts }) => sorts[column] ?? row.cells[column].textContent.trim());
      if (first === "" || second === "") return (first === "") - (second === ""); // what says nothing comes last
      const found = typeof first === "number" ? first - second : collator.compare(first, second);
      return down ? -found : found;
    };
    const sorted = [...rows].sort(compare);
    for (const { table } of groups) {
      const body = table.tBodies[0];
      body.append(...sorted.filter(({ row }) => row.parentElement === body).map(({ row }) => row));
      for (const [at, head] of [...table.tHead.rows[0].cells].entries()) {
        if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      }
    }
  };

  for (const { table } of groups) {
    for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = form.dataset.sort.replace("{column}", head.textContent.trim());
      button.append(...(head.querySelector("p") ?? head).childNodes);
      button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") === "ascending"));
      (head.querySelector("p") ?? head).append(button);
    }
  }

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field instanceof HTMLSelectElement) {
      const option = [...field.options].find((one) => one.value.toLowerCase() === value.toLowerCase());
      if (option) field.value = option.value;
    } else if (name === "text") field.value = value;
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { show(); remember(); });
  form.hidden = false;
  show();
}
