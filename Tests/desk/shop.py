"""A page of somebody else's site with the web widget on it."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Shop:
    """Serves one page that takes its widget from `widget_origin`; set that before the page is opened."""

    def __init__(self):
        shop = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                body = shop.page().encode()
                self.send_response(200 if self.path == "/" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.widget_origin = ""
        self.language = "en"
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def page(self) -> str:
        return f"""<!doctype html><html lang="{self.language}"><head><title>A shop</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>A shop</h1><p>Cups and pots.</p></main>
<script src="{self.widget_origin}/widget.js" data-channel="site" data-lang="{self.language}" async></script></body></html>"""

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
