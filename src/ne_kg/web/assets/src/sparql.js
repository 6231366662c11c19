// The editor of /sparql: CodeMirror over the form's text area, which stays the thing that is sent.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const area = document.getElementById("query");
const form = area.form;
const words = JSON.parse(document.getElementById("sparql-words").textContent);
const KEYWORDS = (
  "SELECT ASK CONSTRUCT DESCRIBE WHERE PREFIX BASE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES " +
  "DISTINCT REDUCED ORDER BY ASC DESC LIMIT OFFSET GROUP HAVING AS IN NOT EXISTS UNDEF COUNT SUM MIN MAX AVG " +
  "SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI IF COALESCE CONCAT CONTAINS STRSTARTS STRENDS " +
  "STRLEN SUBSTR REPLACE REGEX LCASE UCASE YEAR MONTH DAY ABS ROUND CEIL FLOOR ISIRI ISLITERAL STRDT STRLANG"
).split(" ");

const style = HighlightStyle.define([
  { tag: tags.keyword, color: "light-dark(#7a1f5c, #f0a6d8)", fontWeight: "600" },
  { tag: [tags.variableName, tags.standard(tags.variableName)], color: "light-dark(#0b5394, #9ccbff)" },
  { tag: [tags.string, tags.special(tags.string)], color: "light-dark(#276221, #a5dd9b)" },
  { tag: tags.comment, color: "light-dark(#5f6368, #a9adb3)" },
  { tag: [tags.atom, tags.number, tags.literal], color: "light-dark(#8a4b08, #f5c084)" },
]);
const theme = EditorView.theme({
  "&": { border: "1px solid", borderRadius: "4px", maxHeight: "60vh", fontSize: "0.95rem" },
  "&.cm-focused": { outline: "2px solid", outlineOffset: "1px" },
  ".cm-scroller": { minHeight: "16em", overflow: "auto" },
  ".cm-content": { caretColor: "currentColor" },
  ".cm-cursor": { borderLeftColor: "currentColor" },
  ".cm-gutters": { background: "transparent", color: "inherit", opacity: "0.7" },
  ".cm-activeLine": { background: "light-dark(#0000000a, #ffffff12)" },
  ".cm-tooltip": { background: "light-dark(#fff, #222)", color: "light-dark(#111, #eee)" },
});

// A prefix that is completed is declared as well.
function declare(view, prefix) {
  const iri = words.prefixes[prefix];
  const declared = new RegExp(`^\\s*PREFIX\\s+${prefix}:`, "im").test(view.state.doc.toString());
  return iri && !declared ? { from: 0, insert: `PREFIX ${prefix}: <${iri}>\n` } : null;
}

function insert(text) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: text }];
    const prologue = declare(view, text.split(":")[0]);
    if (prologue) changes.unshift(prologue);
    view.dispatch({ changes, selection: { anchor: from + text.length + (prologue ? prologue.insert.length : 0) } });
  };
}

const terms = words.terms.map(([name, zh, en, kind]) => ({
  label: name,
  detail: [zh, en].filter(Boolean).join(" · "),
  type: kind === "Class" ? "class" : kind === "Concept" ? "enum" : "property",
  apply: insert(name),
  boost: 1,
}));
// The same terms, to be found by their Chinese label.
const byLabel = words.terms.filter(([, zh]) => zh).map(([name, zh]) => ({
  label: zh, detail: name, type: "text", apply: insert(name),
}));
const prefixes = Object.entries(words.prefixes).map(([name, iri]) => ({
  label: `${name}:`, detail: iri, type: "namespace", apply: insert(`${name}:`),
}));
const keywords = KEYWORDS.map((label) => ({ label, type: "keyword" }));

function complete(context) {
  const word = context.matchBefore(/[?$]?[\p{L}\p{N}_-]*:?[\p{L}\p{N}_.-]*/u);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  if (/^[?$]/.test(word.text)) {
    const variables = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    variables.delete(word.text);
    return { from: word.from, options: [...variables].map((label) => ({ label, type: "variable" })) };
  }
  const options = word.text.includes(":") ? terms : [...keywords, ...prefixes, ...terms, ...byLabel];
  return { from: word.from, options, validFor: /^[\p{L}\p{N}_:.-]*$/u };
}

// In a shadow root CodeMirror adopts its styles; in the page they would be inline, which the policy forbids.
const host = document.createElement("div");
const root = host.attachShadow({ mode: "open" });
const view = new EditorView({
  root,
  parent: root,
  state: EditorState.create({
    doc: area.value,
    extensions: [
      lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(),
      lintGutter(), StreamLanguage.define(sparql), syntaxHighlighting(style), theme,
      autocompletion({ override: [complete], maxRenderedOptions: 60 }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": area.labels[0]?.textContent.trim() || "SPARQL" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
      keymap.of([
        { key: "Mod-Enter", run: () => (form.requestSubmit(), true) },
        // Tab stays what moves on, so that a keyboard is not caught here.
        ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap,
      ]),
    ],
  }),
});
area.hidden = true;
area.after(host);

const problem = document.getElementById("sparql-problem");
if (problem?.dataset.line) {
  const line = view.state.doc.line(Math.min(+problem.dataset.line, view.state.doc.lines));
  const from = Math.min(line.from + Math.max(0, problem.dataset.column - 1), line.to);
  const place = { from, to: line.to, severity: "error", message: problem.dataset.message };
  view.dispatch(setDiagnostics(view.state, [place]), { selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}

document.getElementById("examples")?.addEventListener("change", ({ target }) => {
  const text = target.selectedOptions[0]?.dataset.query;
  if (text) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
});
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent));
}
