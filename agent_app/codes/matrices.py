"""QR codes as rows of modules, for papers that draw them as lines."""

import zxingcpp


def qr_rows(text: str) -> tuple[bytes, ...]:
    """Return the rows of a text's code from the top, a byte for each module: 0 is dark, 255 is light.

    The quiet zone is left out: whoever draws it leaves four modules of white around.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # An image of this library is a buffer, which its stubs do not say.
    modules = memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    return tuple(bytes(row) for row in modules.tolist())
