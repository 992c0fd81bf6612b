// What the page of a run does beyond standing there: hover and zoom in the charts, sort and filter in
// the table. The page is complete without it, so it only adds; and it reads what stands in the page,
// so that nothing is there twice. Text is set as text, never as HTML.
'use strict';
{
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const make = (name, text = '', properties = {}) =>
    Object.assign(document.createElement(name), {textContent: text}, properties);

  // ---- Numbers for people

  const padded = (number) => String(number).padStart(2, '0');

  // Seconds, as exact as `step` is.
  function timeText(seconds, step) {
    if (step < 1e-3) return `${+(seconds * 1e3).toFixed(3)} ms`;
    if (step < 1 || seconds < 120) return `${seconds.toFixed(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))} s`;
    const whole = Math.round(seconds);
    const minutes = Math.floor(whole / 60);
    return whole < 3600 ? `${minutes}:${padded(whole % 60)}`
      : `${Math.floor(whole / 3600)}:${padded(minutes % 60)}:${padded(whole % 60)}`;
  }

  function quantityText(number, unit) {
    if (unit === 'count') return String(Math.round(number));
    const power = Math.min(6, Math.floor(Math.log2(Math.max(number, 1)) / 10));
    const digits = power > 0 ? 1 : 0;
    return `${(number / 1024 ** power).toFixed(digits)} ${' KMGTPE'[power].trim()}${power > 0 ? 'i' : ''}B` +
      unit.slice('bytes'.length);
  }

  // Round numbers from `first` to `last`, at most about `count` of them.
  function ticksOf(first, last, count) {
    const least = (last - first) / count;
    const power = 10 ** Math.floor(Math.log10(least));
    const steps = least > 10 ? [20, 30, 60, 120, 300, 900, 1800, 3600, 7200] : [1, 2, 5, 10].map((n) => n * power);
    const step = steps.find((one) => one >= least * (1 - 1e-9)) ?? 10 * power;
    const ticks = [];
    for (let i = Math.ceil(first / step - 1e-9); i * step <= last * (1 + 1e-9); ++i) ticks.push(i * step);
    return {ticks, step};
  }

  // ---- The tooltip

  const tooltip = document.body.appendChild(make('div', '', {id: 'tooltip', hidden: true}));
  tooltip.setAttribute('role', 'status');

  function showTooltip(lines, x, y) {
    tooltip.replaceChildren(...lines.map((line, i) => make(i === 0 ? 'strong' : 'span', line)));
    tooltip.hidden = false;
    const box = tooltip.getBoundingClientRect();
    const fit = (at, size, space) => Math.max(4, at + 14 + size > space ? at - 14 - size : at + 14);
    tooltip.style.left = `${fit(x, box.width, innerWidth)}px`;
    tooltip.style.top = `${fit(y, box.height, innerHeight)}px`;
  }

  const hideTooltip = () => { tooltip.hidden = true; };

  // ---- The table

  const table = document.getElementById('workers');
  const body = table?.tBodies[0];
  const heads = table ? all('thead th', table).map((head) => head.textContent.trim()) : [];
  const numberOf = (text) => Number.parseFloat(text.replaceAll(',', ''));
  let rowOf;  // by the number of its worker, made when it is first needed

  function rowOfWorker(worker) {
    rowOf ??= new Map(body ? [...body.rows].map((row) => [row.cells[0].textContent, row]) : []);
    return rowOf.get(worker);
  }

  function sortBy(column, head) {
    const isAscending = head.getAttribute('aria-sort') !== 'ascending';
    const rows = [...body.rows].map((row) => [row.cells[column].textContent, row]);
    const isText = rows.some(([text]) => Number.isNaN(numberOf(text)));
    const compare = isText ? (a, b) => (a < b ? -1 : +(a > b)) : (a, b) => a - b;
    if (!isText) rows.forEach((pair) => { pair[0] = numberOf(pair[0]); });
    rows.sort(([a], [b]) => (isAscending ? compare(a, b) : compare(b, a)));
    all('thead th', table).forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', isAscending ? 'ascending' : 'descending');
    body.append(...rows.map(([, row]) => row));
  }

  function addSorting() {
    all('thead th', table).forEach((head, column) => {
      const button = make('button', heads[column], {type: 'button', title: 'Sort by this column'});
      button.addEventListener('click', () => sortBy(column, head));
      head.replaceChildren(button);
    });
  }

  function addFilter() {
    const status = heads.indexOf('Status');
    const words = new Set([...body.rows].map((row) => row.cells[status].textContent.split(':')[0]));
    const text = make('input', '', {type: 'search', placeholder: 'Filter by any text'});
    text.setAttribute('aria-label', 'Show workers with this text');
    const choice = make('select');
    choice.setAttribute('aria-label', 'Show workers with this status');
    choice.append(make('option', 'all'), ...[...words].map((word) => make('option', word)));
    const count = make('output');
    const tell = (shown) => { count.textContent = `${shown} of ${body.rows.length}`; };
    const filter = () => {
      const wanted = text.value.toLowerCase();
      let shown = 0;
      for (const row of body.rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted) ||
          (choice.selectedIndex > 0 && row.cells[status].textContent.split(':')[0] !== choice.value);
        shown += !row.hidden;
      }
      tell(shown);
    };
    text.addEventListener('input', filter);
    choice.addEventListener('change', filter);
    const bar = make('p', '', {className: 'filter'});
    bar.append(text, ' ', choice, ' ', count);
    table.parentNode.before(bar);
    tell(body.rows.length);
  }

  if (table) {
    addFilter();
    addSorting();
  }

  // ---- The charts on the time axis

  const charts = all('svg.time');
  const duration = Number(charts[0]?.dataset.seconds ?? 0);
  const plotWidth = 100_000;  // of the coordinates
  const shown = {first: 0, last: duration};  // seconds

  const plotOf = (chart) => chart.querySelector('svg.plot');
  const boxOf = (chart) => {  // of its plot, on the screen; percentages are those of chart.cc
    const box = chart.getBoundingClientRect();
    return {left: box.left + box.width * 0.06, width: box.width * 0.925, top: box.top, right: box.right};
  };
  const secondsAt = (chart, x) => {
    const box = boxOf(chart);
    const share = Math.min(1, Math.max(0, (x - box.left) / box.width));
    return shown.first + share * (shown.last - shown.first);
  };

  function drawTicks(chart) {
    const group = chart.querySelector('.ticks');
    const [line, text] = [group.querySelector('line'), group.querySelector('text')];
    const count = Math.max(2, Math.floor(chart.getBoundingClientRect().width / 110));
    const {ticks, step} = ticksOf(shown.first, shown.last, count);
    group.replaceChildren(...ticks.flatMap((tick) => {
      const x = `${6 + 92.5 * (tick - shown.first) / (shown.last - shown.first)}%`;
      const [newLine, newText] = [line.cloneNode(), text.cloneNode()];
      newLine.setAttribute('x1', x);
      newLine.setAttribute('x2', x);
      newText.setAttribute('x', x);
      newText.setAttribute('text-anchor', Number.parseFloat(x) > 95 ? 'end' : 'middle');
      newText.textContent = timeText(tick, step);
      return [newLine, newText];
    }));
  }

  // Between the bars of each slot, where those that are shown are few enough to be told apart.
  function drawSeparators(chart) {
    const path = chart.querySelector('.separators');
    path.dataset.whole ??= path.getAttribute('d');
    const [first, last] = [shown.first, shown.last].map((seconds) => seconds / duration * plotWidth);
    const isShown = (bar, i) => i > 0 && bar.x > first && bar.x < last;
    const height = chart.dataset.row;
    const drawn = () => slotsOf(chart).map((bars) => bars.filter(isShown)).filter((bars) => bars.length <= 200)
      .flatMap((bars) => bars.map((bar) => `M${bar.x} ${bar.slot * height}v${height}`)).join('');
    path.setAttribute('d', shown.last - shown.first < duration ? drawn() : path.dataset.whole);
  }

  function draw() {
    for (const chart of charts) {
      const [, , , height] = plotOf(chart).getAttribute('viewBox').split(' ');
      const x = shown.first / duration * plotWidth;
      const width = (shown.last - shown.first) / duration * plotWidth;
      plotOf(chart).setAttribute('viewBox', `${x} 0 ${width} ${height}`);
      drawTicks(chart);
      if (chart.dataset.row) drawSeparators(chart);
    }
    all('button.whole').forEach((button) => { button.disabled = shown.last - shown.first === duration; });
  }

  function show(first, last) {
    const length = Math.min(duration, Math.max(last - first, duration / plotWidth * 20));
    shown.first = Math.min(Math.max(0, first), duration - length);
    shown.last = shown.first + length;
    draw();
  }

  function zoom(factor, middle = (shown.first + shown.last) / 2) {
    show(middle - (middle - shown.first) / factor, middle + (shown.last - middle) / factor);
  }

  // The bars of each slot in the order of time: {x, width, worker, outcome}. The paths have them all.
  let slots;
  function slotsOf(chart) {
    if (slots) return slots;
    slots = [];
    for (const path of all('path.bars', chart)) {
      const workers = path.dataset.workers.split(' ');
      let [x, slot, i] = [0, 0, 0];
      for (const [, kind, dx, y, width] of path.getAttribute('d').matchAll(/([Mm])(-?\d+) ([\d.]+)h(\d+)/g)) {
        x = kind === 'M' ? Number(dx) : x + Number(dx);
        if (kind === 'M') slot = Math.floor(Number(y) / chart.dataset.row);
        (slots[slot] ??= []).push({x, width: Number(width), slot, worker: workers[i++], outcome: path.dataset.outcome});
        x += Number(width);
      }
    }
    for (const bars of slots) bars?.sort((a, b) => a.x - b.x);
    return slots;
  }

  function linesOf(bar) {
    const row = rowOfWorker(bar.worker);
    const begin = bar.x / plotWidth * duration;
    const step = duration / 1000;
    const cells = row ? [...row.cells].map((cell) => cell.textContent) : [];
    const lines = [`P${bar.worker} ${cells[1] ?? ''}`, `slot ${bar.slot + 1}: ${bar.outcome}`];
    // The row is that of the worker's last try.
    if (row && Math.abs(numberOf(cells[heads.indexOf('Start, s')]) - begin) < Math.max(2e-3, step))
      return lines.concat(heads.slice(3).map((head, i) => `${head}: ${cells[i + 3]}`));
    return lines.concat(`from ${timeText(begin, step)} on, for ${timeText(bar.width / plotWidth * duration, step)}`);
  }

  function barAt(chart, event) {
    const bars = slotsOf(chart)[Math.floor((event.clientY - boxOf(chart).top) / chart.dataset.row)] ?? [];
    const x = secondsAt(chart, event.clientX) / duration * plotWidth;
    const reach = 3 / boxOf(chart).width * (shown.last - shown.first) / duration * plotWidth;  // three pixels
    return bars.find((bar) => x >= bar.x && x <= bar.x + bar.width) ??
      bars.find((bar) => x >= bar.x - reach && x <= bar.x + bar.width + reach);
  }

  function valueLines(chart, event) {
    const series = chart.querySelector('.series');
    if (!series) return [];
    const seconds = secondsAt(chart, event.clientX);
    const x = seconds / duration * plotWidth;
    const height = Number(plotOf(chart).getAttribute('height'));
    const points = series.getAttribute('points').split(' ').map((point) => point.split(',').map(Number)).slice(1, -1);
    const [, y] = points.findLast(([at]) => at <= x) ?? points[0];
    const value = (1 - y / height) * series.dataset.last;
    return [quantityText(value, series.dataset.unit), `at ${timeText(seconds, duration / 1000)}`];
  }

  // The bar that the arrow keys have come to.
  let chosen;
  function choose(chart, bar) {
    if (!bar) return;
    chosen = bar;
    const [begin, end] = [bar.x, bar.x + bar.width].map((x) => x / plotWidth * duration);
    const length = shown.last - shown.first;
    if (begin < shown.first || begin > shown.last) show(begin - length / 2, begin + length / 2);
    const box = boxOf(chart);
    const middle = Math.min((begin + end) / 2, shown.last);
    showTooltip(linesOf(bar), box.left + box.width * (middle - shown.first) / (shown.last - shown.first),
      box.top + (bar.slot + 0.5) * chart.dataset.row);
  }

  function move(chart, alongTime, acrossSlots) {
    const found = slotsOf(chart);
    if (!chosen) return choose(chart, found.find((bars) => bars)?.[0]);
    if (alongTime) return choose(chart, found[chosen.slot][found[chosen.slot].indexOf(chosen) + alongTime]);
    return choose(chart, (found[chosen.slot + acrossSlots] ?? []).findLast((bar) => bar.x <= chosen.x) ??
      found[chosen.slot + acrossSlots]?.[0]);
  }

  function goToRow(bar) {
    const row = bar && rowOfWorker(bar.worker);
    if (!row) return;
    all('tr.chosen').forEach((other) => other.classList.remove('chosen'));
    row.hidden = false;
    row.classList.add('chosen');
    row.scrollIntoView({block: 'center'});
  }

  const actions = {
    '+': () => zoom(2), '-': () => zoom(0.5), 0: () => show(0, duration), Escape: hideTooltip,
    ArrowRight: (chart) => move(chart, 1, 0), ArrowLeft: (chart) => move(chart, -1, 0),
    ArrowDown: (chart) => move(chart, 0, 1), ArrowUp: (chart) => move(chart, 0, -1), Enter: () => goToRow(chosen),
  };

  function addPointing(chart) {
    let start;  // of a drag
    const selection = plotOf(chart).appendChild(document.createElementNS(chart.namespaceURI, 'rect'));
    selection.classList.add('selection');
    chart.addEventListener('pointerdown', (event) => {
      start = event.clientX;
      if (event.pointerType === 'mouse') chart.setPointerCapture(event.pointerId);
    });
    chart.addEventListener('pointermove', (event) => {
      if (start !== undefined && event.pointerType === 'mouse') {
        const [from, to] = [start, event.clientX].map((x) => secondsAt(chart, x) / duration * plotWidth).sort((a, b) => a - b);
        Object.entries({x: from, width: to - from, height: '100%'}).forEach(([name, value]) => selection.setAttribute(name, value));
      }
      const bar = chart.dataset.row && barAt(chart, event);
      const lines = bar ? linesOf(bar) : valueLines(chart, event);
      if (lines.length > 0) showTooltip(lines, event.clientX, event.clientY);
      else hideTooltip();
    });
    chart.addEventListener('pointerup', (event) => {
      selection.setAttribute('width', 0);
      if (start === undefined) return;
      const [from, to] = [start, event.clientX].sort((a, b) => a - b);
      start = undefined;
      if (to - from > 5 && event.pointerType === 'mouse') show(secondsAt(chart, from), secondsAt(chart, to));
      else if (chart.dataset.row) goToRow(barAt(chart, event));
    });
    chart.addEventListener('pointercancel', () => { start = undefined; });
    chart.addEventListener('pointerleave', hideTooltip);
    chart.addEventListener('dblclick', () => show(0, duration));
    chart.addEventListener('keydown', (event) => {
      if (!Object.hasOwn(actions, event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      actions[event.key](chart);
    });
  }

  function addButtons(before) {
    const bar = make('p', '', {className: 'zoom'});
    const add = (text, title, action, className = '') => {
      const button = make('button', text, {type: 'button', title, className});
      button.addEventListener('click', action);
      bar.append(button, ' ');
    };
    const pan = (share) => () => {
      const way = share * (shown.last - shown.first);
      show(shown.first + way, shown.last + way);
    };
    add('+', 'Zoom in', () => zoom(2));
    add('−', 'Zoom out', () => zoom(0.5));
    add('←', 'Earlier', pan(-0.5));
    add('→', 'Later', pan(0.5));
    add('Whole run', 'Show the whole run', () => show(0, duration), 'whole');
    bar.append(make('span', 'Drag to zoom. Keys, in a chart: + − 0, arrows from worker to worker, Enter to its row.'));
    before.before(bar);
  }

  if (duration > 0) {
    addButtons(charts[0]);
    charts.forEach((chart) => {
      chart.setAttribute('tabindex', '0');
      addPointing(chart);
    });
    draw();
    addEventListener('resize', () => charts.forEach(drawTicks));
  }
}
