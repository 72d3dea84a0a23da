"""PDFium serves one thread at a time: whoever draws with it, on screen or on paper, holds this meanwhile."""

import threading

PDFIUM = threading.Lock()
