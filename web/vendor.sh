#!/bin/sh
# Copies what the pages use out of node_modules (see package.json) into static/vendor, which is committed:
# a build of Debrief needs no Node. Run it through `make vendor-assets`.
set -eu
cd "$(dirname "$0")"
from=node_modules to=static/vendor
rm -rf "$to"
mkdir -p "$to"

# Without the source map that we do not ship.
plain() { sed -e 's|/\*# sourceMappingURL=.*\*/||' -e '/^\/\/# sourceMappingURL=/d' "$1" >"$2"; }

plain "$from/@tabler/core/dist/css/tabler.min.css" "$to/tabler.min.css"
plain "$from/htmx.org/dist/htmx.min.js" "$to/htmx.min.js"
plain "$from/chart.js/dist/chart.umd.min.js" "$to/chart.umd.min.js"

cp "$from/htmx.org/LICENSE" "$to/htmx.LICENSE"
cp "$from/chart.js/LICENSE.md" "$to/chart.LICENSE"
cp "$from/@kurkle/color/LICENSE.md" "$to/chart.kurkle-color.LICENSE" # bundled in Chart.js
# Tabler's package carries no licence file; this is the MIT licence that its README and banner name.
cat >"$to/tabler.LICENSE" <<'MIT'
MIT License

Copyright (c) 2018-2026 The Tabler Authors
Copyright (c) 2018-2026 codecalm.net Paweł Kuna

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
MIT
